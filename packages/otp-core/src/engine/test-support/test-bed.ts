/** An engine on the memory store, a manual clock and doubles that misbehave on command. */

import {
  createManualClock,
  createRecordingSmsSender,
  createScriptedVerificationProvider,
  type ManualClock,
  type RecordingSmsSender,
  type ScriptedVerificationProvider,
} from '@countersign/otp-testing';
import {
  createOtpEngine,
  type OtpEngine,
  type OtpEngineOptions,
  type OtpEvent,
  type RequestResult,
} from '../../index.ts';
import { createMemoryCodeStore } from '../../memory/index.ts';
import type { CodeStore } from '../../spec/index.ts';

export const SECRET = 'a secret of the tests, 32 bytes and more';
export const OTHER_SECRET = 'another secret of the tests, 32 bytes and more';
export const NUMBER = '+14155550123';
export const OTHER_NUMBER = '+447700900456';
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export interface TestBed<Provider> {
  readonly otp: OtpEngine;
  readonly clock: ManualClock;
  readonly provider: Provider;
  readonly store: CodeStore;
  readonly events: OtpEvent[];
  /** A further engine, as another process or another configuration would have it. */
  engineWith(options: Partial<OtpEngineOptions>): OtpEngine;
}

export function createTestBed(options: Partial<OtpEngineOptions> = {}): TestBed<RecordingSmsSender> {
  return createTestBedWith(createRecordingSmsSender(), options);
}

export function createProviderTestBed(
  capabilities: Parameters<typeof createScriptedVerificationProvider>[0] = {},
  options: Partial<OtpEngineOptions> = {},
): TestBed<ScriptedVerificationProvider> {
  return createTestBedWith(createScriptedVerificationProvider(capabilities), options);
}

function createTestBedWith<Provider extends OtpEngineOptions['provider']>(
  provider: Provider,
  options: Partial<OtpEngineOptions>,
): TestBed<Provider> {
  const clock = createManualClock();
  const store = options.store ?? createMemoryCodeStore();
  const events: OtpEvent[] = [];
  const engineWith = (more: Partial<OtpEngineOptions>) =>
    createOtpEngine({
      provider,
      store,
      clock,
      secret: SECRET,
      onEvent: (event) => events.push(event),
      ...options,
      ...more,
    });
  return { otp: engineWith({}), clock, provider, store, events, engineWith };
}

type Granted = Extract<RequestResult, { ok: true }>;

/** A result of which the test expects that it was granted. */
export function granted(result: RequestResult): Granted {
  if (!result.ok) throw new Error(`expected a challenge, got ${result.reason}`);
  return result;
}

/** The same digits, one of them changed: the right shape and the wrong code. */
export function wrong(code: string): string {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}
