/** Countersign as an application uses it: hashes, sealing and a message on top of the store. */
import { randomBytes } from 'node:crypto';
import {
  type CodeStore,
  createOtpEngine,
  type OtpPolicyOptions,
  type RateLimiter,
  type SmsSender,
} from '@countersign/otp-core';
import { createPhoneNumbers } from '../memory/contestants/phone-numbers.ts';
import { readCode } from '../memory/contestants/read-code.ts';
import type { Contestant } from './contestant.ts';

/** A code under way. */
export interface SentCode {
  readonly challenge: string;
  readonly code: string;
}

export interface WholeEngine extends Contestant {
  /** Requests a code for a number that was not used before. */
  request(): Promise<SentCode>;
  verify(sent: SentCode): Promise<void>;
  /** A wrong code, which is counted. */
  guessWrong(sent: SentCode): Promise<void>;
}

const CLIENT = { ip: '192.0.2.1' };

export interface WholeEngineOptions {
  /** Default: none. */
  readonly rateLimiter?: RateLimiter;
  /** Default: the standard one. Its codes have six digits. */
  readonly policy?: OtpPolicyOptions;
}

export function createWholeEngine(name: string, store: CodeStore, options: WholeEngineOptions = {}): WholeEngine {
  const nextNumber = createPhoneNumbers();
  const texts = new Map<string, string>();
  const provider: SmsSender = {
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId: 'bench',
    async send({ to, text }) {
      texts.set(to, text);
      return { status: 'accepted', messageId: null };
    },
  };
  const engine = createOtpEngine({
    provider,
    store,
    // One of its own each: engines on one store do not meet at the same numbers.
    secret: randomBytes(32).toString('hex'),
    ...options,
  });

  async function request(): Promise<SentCode> {
    const to = nextNumber();
    const sent = await engine.request({ to, client: CLIENT });
    if (!sent.ok) throw new Error(`The request was refused: ${sent.reason}.`);
    const code = readCode(texts.get(to) ?? '');
    texts.delete(to);
    return { challenge: sent.challenge, code };
  }

  async function verify(sent: SentCode): Promise<void> {
    const result = await engine.verify({ ...sent, client: CLIENT });
    if (!result.ok) throw new Error(`The code was refused: ${result.reason}.`);
  }

  async function guessWrong({ challenge, code }: SentCode): Promise<void> {
    const wrong = `${code[0] === '0' ? '1' : '0'}${code.slice(1)}`;
    const result = await engine.verify({ challenge, code: wrong, client: CLIENT });
    if (result.ok || result.reason !== 'mismatch') throw new Error('A wrong code was not refused as one.');
  }

  return { name, request, verify, guessWrong, cycle: async () => verify(await request()) };
}
