/** Ids and purposes are data: whatever characters they are made of, they name what they name and nothing else. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngineBed, nextNumber } from '../support/create-engine-bed.ts';
import type { StorePlace } from '../support/open-store.ts';
import { type OpenedStore, openStore } from '../support/open-store.ts';
import { issueInput, RIGHT, redeemInput, WRONG } from '../support/store-calls.ts';

const NAMES = [
  '{}',
  '{a}:{b}',
  ':{}*',
  '*',
  '?[a-z]',
  `'; DROP TABLE x; --`,
  `"quoted" 'twice' \`thrice\` $1 $$ \\ %s`,
  '{"json": [1, null]}',
  '__proto__',
  'constructor',
  'nil',
  '0',
  '-1',
  '\r\nFLUSHALL\r\n',
  'ünï©ode 🧾',
];

/** Registers the cases for the store that is at the place by the time they run. */
export function nameCases(placeOf: () => StorePlace): void {
  describe('names full of special characters', () => {
    let opened: OpenedStore;
    beforeAll(async () => {
      opened = await openStore(placeOf());
    });
    afterAll(() => opened?.close());

    it.each(NAMES)('keeps challenges of subject, purpose and id %j apart from all others', async (name) => {
      const { store } = opened;
      const run = randomUUID();
      const names = { subject: `${run}${name}`, purpose: name, challengeId: `${name}${run}` };
      const neighbours = [
        { ...names, subject: `${run}${name}${name}` },
        { ...names, purpose: `${name}${name}` },
        { ...names, challengeId: `${name}${run}${name}` },
      ];
      const issued = await store.issue(issueInput(names));
      expect(issued).toMatchObject({ status: 'issued', challengeId: names.challengeId });
      for (const neighbour of neighbours) {
        expect(await store.redeem(redeemInput(neighbour))).toEqual({ status: 'not-found' });
      }
      expect(await store.redeem(redeemInput({ ...names, digests: [WRONG, name] }))).toMatchObject({
        status: 'mismatch',
        attemptsLeft: 4,
      });
      expect(await store.redeem(redeemInput({ ...names, digests: [name, RIGHT] }))).toEqual({
        status: 'accepted',
        challengeId: names.challengeId,
      });
      expect(await store.redeem(redeemInput(names))).toEqual({ status: 'not-found' });
    });

    it('takes purposes and tenants of any visible characters through the engine', async () => {
      const { otp, sender } = createEngineBed(opened.store, { policy: { cooldownsMs: [1_000] } });
      for (const purpose of [`:{}*'"`, '{x}', `\`$1'--;`, '__proto__']) {
        const scope = { purpose, tenant: `"${purpose}"` };
        const to = nextNumber();
        const result = await otp.request({ to, ...scope });
        if (!result.ok) throw new Error(`expected a challenge, got ${result.reason}`);
        const { challenge } = result;
        const code = sender.lastCode(to);
        expect(await otp.verify({ challenge, code, ...scope, purpose: '*' })).toEqual({
          ok: false,
          reason: 'not-found',
        });
        expect(await otp.verify({ challenge, code, ...scope })).toMatchObject({ ok: true, ...scope, phoneNumber: to });
      }
    });
  });
}
