/**
 * One number under attack: a real engine on the memory store, a clock that is set by hand, and what attackers can do.
 * Their guesses are always wrong, so that a year of them can be counted; what they are worth is then a formula.
 */
import { setImmediate } from 'node:timers/promises';
import { createOtpEngine, type OtpEngine, type OtpPolicyOptions, type RequestResult } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createSimulatedSender, type SimulatedSender } from './simulated-sender.ts';
import { HOUR_MS } from './spans.ts';

export const NUMBER = '+14155550123';

/** A handle in the attacker's hands. */
export interface Held {
  readonly challenge: string;
  readonly purpose: string;
  readonly codeLength: number;
  readonly expiresAtMs: number;
  /** When the next message may be asked for. */
  readonly nextAtMs: number;
}

export type Opened =
  | { readonly status: 'open'; readonly held: Held }
  | { readonly status: 'refused'; readonly retryAtMs: number };

/** What an attacker says when asking for a code. */
export interface Asking {
  readonly purpose?: string;
  /** Passes for a client that the app recognises. */
  readonly known?: boolean;
}

/** A guess that the store compared. */
export interface Guess {
  readonly atMs: number;
  readonly codeLength: number;
}

export interface Siege {
  /** Set by whoever lets time pass. */
  nowMs: number;
  readonly otp: OtpEngine;
  readonly sender: SimulatedSender;
  /** The attackers', oldest first. */
  readonly guesses: readonly Guess[];
  /** When attackers made the number receive a message, oldest first. */
  readonly messagesAtMs: readonly number[];
  open(asking?: Asking): Promise<Opened>;
  resend(held: Held): Promise<Opened>;
  /** Asks twice under one key, the second time while the provider is at work, guesses, and has the send refused. */
  guessBeforeRefusal(idempotencyKey: string): Promise<Opened>;
  /** Spends up to `most` tries. True: there are more. */
  guess(held: Held, most?: number): Promise<boolean>;
  /** The same without a handle, where the policy binds by number. */
  guessByNumber(codeLength: number): Promise<boolean>;
  cancel(held: Held): Promise<void>;
}

export function createSiege(policy: OtpPolicyOptions, startMs: number): Siege {
  const sender = createSimulatedSender();
  const guesses: Guess[] = [];
  const messagesAtMs: number[] = [];
  const otp = createOtpEngine({
    provider: sender,
    store: createMemoryCodeStore(),
    secret: 'a secret of the simulation, 32 bytes and more',
    policy,
    // Timers never fire: nothing here takes time but what is meant to.
    clock: { now: () => siege.nowMs, after: () => () => {} },
  });

  function read(result: RequestResult, purpose: string): Opened {
    if (result.ok) {
      const { challenge, codeLength, expiresAt, resendAt } = result;
      const held = { challenge, purpose, codeLength, expiresAtMs: expiresAt.getTime(), nextAtMs: resendAt.getTime() };
      return { status: 'open', held };
    }
    // Where no moment is told, the owner may end the wait by signing in.
    const retryAtMs = 'retryAt' in result ? result.retryAt?.getTime() : undefined;
    return { status: 'refused', retryAtMs: retryAtMs ?? siege.nowMs + HOUR_MS };
  }

  function count(opened: Opened): Opened {
    if (opened.status === 'open') messagesAtMs.push(siege.nowMs);
    return opened;
  }

  async function tryCode(guess: Parameters<OtpEngine['verify']>[0], codeLength: number): Promise<boolean> {
    const result = await otp.verify(guess);
    if (result.ok) throw new Error('A guess that was meant to be wrong was right.');
    if (result.reason !== 'mismatch') return false;
    guesses.push({ atMs: siege.nowMs, codeLength });
    return result.attemptsLeft > 0;
  }

  const siege: Siege = {
    nowMs: startMs,
    otp,
    sender,
    guesses,
    messagesAtMs,
    async open({ purpose = 'default', known = false } = {}) {
      return count(read(await otp.request({ to: NUMBER, purpose, client: { known } }), purpose));
    },
    async resend({ challenge, purpose }) {
      return count(read(await otp.resend({ challenge, purpose }), purpose));
    },
    async guessBeforeRefusal(idempotencyKey) {
      sender.hold();
      const first = otp.request({ to: NUMBER, idempotencyKey });
      await setImmediate();
      if (sender.isHolding()) {
        const second = read(await otp.request({ to: NUMBER, idempotencyKey }), 'default');
        if (second.status === 'open') await siege.guess(second.held);
      }
      sender.refuse();
      return read(await first, 'default');
    },
    async guess({ challenge, purpose, codeLength }, most = 10) {
      const code = sender.wrongCode(codeLength);
      for (let tried = 0; tried < most; tried += 1) {
        if (!(await tryCode({ challenge, purpose, code }, codeLength))) return false;
      }
      return true;
    },
    guessByNumber: (codeLength) => tryCode({ to: NUMBER, code: sender.wrongCode(codeLength) }, codeLength),
    async cancel({ challenge, purpose }) {
      await otp.cancel({ challenge, purpose });
    },
  };
  return siege;
}
