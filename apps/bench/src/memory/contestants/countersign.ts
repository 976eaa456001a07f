/** Countersign as an application uses it: the standard policy, the memory store, the machine's clock. */
import { createOtpEngine, type OtpEngine, type OtpEngineOptions, type SmsSender } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { Contestant } from './contestant.ts';
import { fillStore } from './fill-store.ts';
import { createPhoneNumbers } from './phone-numbers.ts';
import { readCode } from './read-code.ts';

/** The contestant, and the parts that other measurements need by themselves. */
export interface Countersign extends Contestant {
  readonly engine: OtpEngine;
  /** Requests a code for a number of its own and returns the handle. */
  request(): Promise<string>;
  /** Verifies the code that was sent last. */
  verifyLast(challenge: string): Promise<void>;
}

export function createCountersign(options: Pick<OtpEngineOptions, 'clock'> = {}): Countersign {
  const store = createMemoryCodeStore({ maxNumbers: 10_000_000 });
  const nextNumber = createPhoneNumbers();
  let lastText = '';
  const provider: SmsSender = {
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId: 'bench',
    async send({ text }) {
      lastText = text;
      return { status: 'accepted', messageId: null };
    },
  };
  const engine = createOtpEngine({ provider, store, secret: 'of the benchmark, and of nothing else', ...options });

  async function request(): Promise<string> {
    const sent = await engine.request({ to: nextNumber() });
    if (!sent.ok) throw new Error(`The request was refused: ${sent.reason}.`);
    return sent.challenge;
  }

  async function verifyLast(challenge: string): Promise<void> {
    const result = await engine.verify({ challenge, code: readCode(lastText) });
    if (!result.ok) throw new Error(`The code was refused: ${result.reason}.`);
  }

  return {
    name: 'countersign',
    engine,
    request,
    verifyLast,
    cycle: async () => verifyLast(await request()),
    fill: (count) => fillStore(store, count, options.clock?.now() ?? null),
  };
}
