/** An engine with a real adapter behind it, a memory store, and the engine's time in the test's hands. */
import {
  createOtpEngine,
  type OtpEngine,
  type OtpEngineOptions,
  type OtpEvent,
  type RequestResult,
} from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { PhoneNumber, SmsSender, VerificationProvider } from '@countersign/otp-core/spec';
import type { Inbox } from '@countersign/otp-inbox';
import { createManualClock, type ManualClock } from '@countersign/otp-testing';
import { expect } from 'vitest';
import { expectNothingShown } from './expect-nothing-shown.ts';
import { CREDENTIALS, type ProviderEntry } from './providers.ts';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

type Provider = SmsSender | VerificationProvider;

export interface ProviderBed {
  readonly otp: OtpEngine;
  readonly clock: ManualClock;
  readonly events: OtpEvent[];
  /** A number that no other test uses: vendors remember numbers. */
  readonly number: PhoneNumber;
  readonly provider: Provider;
  /** What the engine was told of its provider, and what follows from that. */
  readonly traits: Traits;
  /** How many messages came to this number. */
  messageCount(): number;
  /** The code of the newest message to this number. */
  newestCode(): string;
  /** Another engine on the same store, as the deployment's next version would have it. */
  engineWith(options: Partial<OtpEngineOptions>): OtpEngine;
  /** The types of the events so far. */
  told(): readonly string[];
  /** Law 9 for all that has been told so far. */
  expectNothingShown(): void;
}

/** What may differ from provider to provider, by what each declares; never by its name. */
export interface Traits {
  readonly codeLength: number;
  /** Digits after step-up. */
  readonly longerCodeLength: number;
  /** Tries of a challenge under the standard policy. */
  readonly tries: number;
  readonly isCodeOurs: boolean;
  readonly isOnePerNumber: boolean;
  readonly isCheckedByNumber: boolean;
  /** How much longer failures count, because shorter codes are easier to guess. */
  readonly failureStretch: number;
}

export function traitsOf(provider: Provider): Traits {
  if (provider.kind === 'sms-sender') {
    const ours = { isCodeOurs: true, isOnePerNumber: false, isCheckedByNumber: true, failureStretch: 1 };
    return { codeLength: 6, longerCodeLength: 8, tries: 5, ...ours };
  }
  const { codeLength, maxChecks, concurrency, checkByNumber } = provider.capabilities;
  return {
    codeLength,
    longerCodeLength: codeLength,
    tries: Math.min(5, maxChecks ?? 5),
    isCodeOurs: false,
    isOnePerNumber: concurrency === 'per-number',
    isCheckedByNumber: checkByNumber,
    failureStretch: 10 ** Math.max(0, 6 - codeLength),
  };
}

export function createProviderBed(
  inbox: Inbox,
  provider: Provider,
  options: Partial<OtpEngineOptions> = {},
): ProviderBed {
  const clock = createManualClock();
  const store = createMemoryCodeStore();
  const events: OtpEvent[] = [];
  const number = nextNumber();
  const engineWith = (more: Partial<OtpEngineOptions>) =>
    createOtpEngine({
      provider,
      store,
      clock,
      secret: CREDENTIALS.engineSecret,
      onEvent: (event) => events.push(event),
      ...options,
      ...more,
    });
  const messages = () => inbox.messages({ to: number });
  return {
    otp: engineWith({}),
    clock,
    events,
    number,
    provider,
    traits: traitsOf(provider),
    messageCount: () => messages().length,
    newestCode: () => messages()[0]?.code ?? 'no code',
    engineWith,
    told: () => events.map((event) => event.type),
    expectNothingShown() {
      const sent = messages().flatMap(({ text, code }) => (code === null ? [text] : [text, code]));
      expect(events).not.toEqual([]);
      expectNothingShown(events, [number, ...sent]);
    },
  };
}

let numbersGiven = 0;

export function nextNumber(): PhoneNumber {
  numbersGiven += 1;
  return `+4477009${String(numbersGiven).padStart(5, '0')}`;
}

type Granted = Extract<RequestResult, { ok: true }>;

/** A result of which the test expects that it was granted. */
export function granted(result: RequestResult): Granted {
  if (!result.ok) throw new Error(`expected a challenge, got ${result.reason}`);
  return result;
}

/** The right shape and the wrong code; a different one for each `step` of 1 to 9. */
export function wrong(code: string, step = 1): string {
  return code.slice(0, -1) + ((Number(code.at(-1)) + step) % 10);
}

/** Has every SDK loaded, so that no test pays for it, least of all one that is about time. */
export async function warmUp(entries: readonly ProviderEntry[], inbox: Inbox): Promise<void> {
  for (const { name, create } of entries) {
    const provider = create({ url: inbox.url });
    const to = nextNumber();
    const outcome =
      provider.kind === 'sms-sender' ? await provider.send({ to, text: 'hello' }) : await provider.start({ to });
    if (outcome.status !== 'accepted') throw new Error(`${name}: ${outcome.failure.category}`);
  }
}
