/** A proof of a number is taken once, however many processes it is shown to. */
import { createOtpEngine } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { createOtpHandler, type VerifyProofResult } from '@countersign/otp-web';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StorePlace } from '../support/open-store.ts';
import { type StoreWorker, withStoreWorkers } from '../support/process-group.ts';
import { SECRET } from '../support/secret.ts';

const PROOFS = 50;
const READING = {
  key: 'a-secret-for-proofs-alone-0123456789',
  audience: 'https://app.example/sign-up',
  purpose: 'sign-up',
  tenant: 'acme',
};

/** Proofs as an app gets them: a code was sent, typed and checked for each. */
async function createProofs(count: number): Promise<readonly string[]> {
  const sender = createRecordingSmsSender();
  const engine = createOtpEngine({ provider: sender, store: createMemoryCodeStore(), secret: SECRET });
  onTestFinished(() => engine.close());
  const { key, audience, purpose, tenant } = READING;
  const handler = createOtpHandler({
    engine,
    clientAddress: 'none',
    purposes: [purpose],
    tenant: () => tenant,
    proof: { key, audience },
  });
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const headers = { 'content-type': 'application/json' };
    const request = new Request(`https://app.example${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await (await handler(request)).json()) as Record<string, string>;
  };
  const proofs: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const phoneNumber = `+1415555${1000 + index}`;
    const { challenge } = await post('/verifications', { phoneNumber, purpose });
    const { proof } = await post('/verifications/check', { challenge, code: sender.lastCode(phoneNumber), purpose });
    proofs.push(proof ?? '');
  }
  return proofs;
}

function prove(workers: readonly StoreWorker[], proofs: readonly string[], changes: Partial<typeof READING> = {}) {
  const options = { ...READING, ...changes };
  return Promise.all(workers.map((worker) => worker.ask<VerifyProofResult[]>({ type: 'prove', proofs, options })));
}

/** Registers the cases for the store that is at the place by the time they run. */
export function proofCases(placeOf: () => StorePlace): void {
  describe('three processes that are shown the same proofs at once', () => {
    it('have one that takes each, whatever their clocks say, and leave it to nobody on another tenant', async () => {
      const proofs = await createProofs(PROOFS);
      const skews = [{ clockSkewMs: 40_000 }, { clockSkewMs: -40_000 }, {}];
      await withStoreWorkers({ place: placeOf() }, skews, async (workers) => {
        for (const told of await prove(workers, proofs, { tenant: 'globex' })) {
          expect(told).toEqual(proofs.map(() => ({ ok: false, reason: 'wrong-tenant' })));
        }
        const outcomes = await prove(workers, proofs);
        const takers = proofs.map((_proof, at) => outcomes.filter((told) => told[at]?.ok === true).length);
        expect(takers).toEqual(proofs.map(() => 1));
        const refused = outcomes.flat().filter((result) => !result.ok);
        expect(refused).toEqual(refused.map(() => ({ ok: false, reason: 'used' })));
        for (const told of await prove(workers, proofs)) {
          expect(told).toEqual(proofs.map(() => ({ ok: false, reason: 'used' })));
        }
      });
    }, 60_000);
  });
}
