/**
 * A deployment in which accounts exist, or do not, and everything that a client of it can see: the words of each answer,
 * and how much time of the manual clock passed until it came.
 */
import { createOtpEngine, type OtpEngine, type OtpEvent, type RequestInput } from '@countersign/otp-core';
import type { CodeStore, PhoneNumberParser, RateLimiter } from '@countersign/otp-core/spec';
import { createManualClock, type ManualClock } from '@countersign/otp-testing';
import type { Setting } from './commands.ts';
import { createVendor, type Vendor } from './vendor.ts';

const HOUR_MS = 3_600_000;
/** Every moment of these tests is a whole number of steps away. */
const STEP_MS = 250;

export interface Stores {
  readonly store: CodeStore;
  readonly limiter: RateLimiter;
}

/** What is asked of a client's accounts. */
export interface Directory {
  /** As a client writes it. */
  typed(account: number, spelling: number): string;
  /** `resolveNumber` of the deployment. */
  resolve(typed: string): RequestInput['to'];
  readonly decoys: 'numbers' | 'names';
}

export interface World {
  readonly otp: OtpEngine;
  readonly clock: ManualClock;
  readonly vendor: Vendor;
  readonly events: readonly OtpEvent[];
  readonly answerAfterMs: number | null;
  readonly directory: Directory;
  /** Waits until all that can go on without the clock has gone on. */
  quiet(): Promise<void>;
  /** Lets the clock go on until a call is answered, in steps. */
  timed<T>(call: () => Promise<T>): Promise<{ readonly answer: T; readonly afterMs: number }>;
  /** Before a handler has called the engine, its time must not pass. */
  pending(change: 1 | -1): void;
}

export interface WorldOptions extends Stores {
  readonly secret: string;
  readonly setting: Setting;
  readonly directory: Directory;
  readonly answerAfterMs: number | null;
}

/** Reads what people type; nobody is sent anything in France. */
const phone: PhoneNumberParser = {
  parse(input) {
    const digits = /^\+[0-9 ().-]+$/.test(input) ? input.replaceAll(/[^0-9]/g, '') : '';
    if (!/^[1-9][0-9]{6,14}$/.test(digits)) return { status: 'invalid' };
    if (digits.startsWith('33')) return { status: 'not-allowed' };
    return { status: 'valid', phoneNumber: `+${digits}`, country: digits.startsWith('1') ? 'US' : 'GB' };
  },
};

export function createWorld(options: WorldOptions): World {
  const { setting, directory, answerAfterMs, secret } = options;
  const clock = createManualClock();
  const vendor = createVendor(setting.vendor, clock);
  const events: OtpEvent[] = [];
  let underWay = 0;

  const counted = async <T>(work: Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await work;
    } finally {
      underWay -= 1;
    }
  };
  const { store, limiter } = options;
  const watchedStore: CodeStore = {
    specificationVersion: 'v1',
    storeId: store.storeId,
    issue: (input) => counted(store.issue(input)),
    redeem: (input) => counted(store.redeem(input)),
    settle: (input) => counted(store.settle(input)),
    discard: (input) => counted(store.discard(input)),
    unlock: (input) => counted(store.unlock(input)),
  };
  const rateLimiter: RateLimiter = {
    specificationVersion: 'v1',
    take: (windows, nowMs) => counted(limiter.take(windows, nowMs)),
  };
  const window = (max: number) => [{ max, durationMs: HOUR_MS }];
  const rateLimits = {
    requestsPerAddress: window(5),
    requestsPerNetwork: window(6),
    requestsPerNumberPrefix: window(2),
    requestsPerCountry: window(3),
    requestsPerDeployment: window(9),
    checksPerAddress: window(12),
  };
  const otp = createOtpEngine({
    provider: vendor.provider,
    store: watchedStore,
    secret,
    clock,
    phone,
    decoys: directory.decoys,
    onEvent: (event) => events.push(event),
    ...(setting.hasRateLimits ? { rateLimiter } : {}),
    policy: {
      binding: setting.binding,
      resendCode: setting.resendCode,
      // So few that sequences of some length meet longer codes and locks.
      failureQuotas: [{ max: 10, durationMs: 24 * HOUR_MS }],
      stepUp: { afterFailures: 3, withinMs: 24 * HOUR_MS, codeLength: 8 },
      ...(setting.hasRateLimits ? { rateLimits } : {}),
    },
  });

  async function quiet(): Promise<void> {
    for (let idle = 0; idle < 3; idle += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (underWay > 0) idle = -1;
    }
  }

  return {
    otp,
    clock,
    vendor,
    events,
    answerAfterMs,
    directory,
    quiet,
    async timed(call) {
      const startedAtMs = clock.now();
      let answeredAtMs: number | null = null;
      const answering = call().finally(() => {
        answeredAtMs = clock.now();
      });
      answering.catch(() => undefined);
      await quiet();
      while (answeredAtMs === null) {
        await clock.advance(STEP_MS);
        await quiet();
      }
      return { answer: await answering, afterMs: answeredAtMs - startedAtMs };
    },
    pending(change) {
      underWay += change;
    },
  };
}

const SPELLINGS: ReadonlyArray<(digits: string) => string> = [
  (digits) => `+${digits}`,
  (digits) => `+${digits.slice(0, 1)} (${digits.slice(1, 4)}) ${digits.slice(4)}`,
  (digits) => `+${digits.slice(0, 1)}-${digits.slice(1, 4)}-${digits.slice(4)}`,
  (digits) => `+${[...digits].join('.')}`,
];

/** Two neighbours, one elsewhere, and one that is not sent to. */
const NUMBERS = ['14155550123', '14155550188', '447700900456', '33612345678'];

/** Clients type numbers: the documented `known(n) ? n : { decoy: n }`. */
export function numbersDirectory(exist: boolean): Directory {
  return {
    decoys: 'numbers',
    typed: (account, spelling) => (SPELLINGS[spelling] ?? String)(NUMBERS[account] ?? ''),
    resolve: (typed) => (exist ? typed : { decoy: typed }),
  };
}

/** Clients type names; the numbers are on file, one of them not sent to and one of them none. */
export function namesDirectory(exist: boolean): Directory {
  const numbers = ['+14155550123', '+14155550188', '+33612345678', 'to be asked for'];
  return {
    decoys: 'names',
    typed: (account) => `user-${account}`,
    resolve: (typed) => (exist ? (numbers[Number(typed.slice('user-'.length))] ?? '') : { decoy: typed }),
  };
}
