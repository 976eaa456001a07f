/** An engine on a real store, whose messages, events and answers a test can see. */
import {
  createOtpEngine,
  type OtpEngine,
  type OtpEngineOptions,
  type OtpEvent,
  OtpStoreError,
  type VerifyResult,
} from '@countersign/otp-core';
import type { CodeStore } from '@countersign/otp-core/spec';
import { createRecordingSmsSender, type RecordingSmsSender } from '@countersign/otp-testing';
import { SECRET } from './secret.ts';

export interface OpenChallenge {
  readonly to: string;
  readonly challenge: string;
  readonly code: string;
}

export interface EngineBed {
  readonly otp: OtpEngine;
  readonly sender: RecordingSmsSender;
  readonly events: readonly OtpEvent[];
  /** A challenge for a number that was never seen before. */
  open(): Promise<OpenChallenge>;
  verify(challenge: OpenChallenge, code?: string): Promise<VerifyResult>;
}

export function createEngineBed(store: CodeStore, options: Partial<OtpEngineOptions> = {}): EngineBed {
  const sender = createRecordingSmsSender();
  const events: OtpEvent[] = [];
  const otp = createOtpEngine({
    provider: sender,
    store,
    secret: SECRET,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return {
    otp,
    sender,
    events,
    async open() {
      const to = nextNumber();
      const result = await otp.request({ to });
      if (!result.ok) throw new Error(`expected a challenge, got ${result.reason}`);
      return { to, challenge: result.challenge, code: sender.lastCode(to) };
    },
    verify: ({ challenge, code }, other = code) => otp.verify({ challenge, code: other }),
  };
}

/** A server may be one that other runs use too, and this file's copies in workers count for themselves. */
let lastNumber = Math.floor(Math.random() * 8_000_000_000);

export function nextNumber(): string {
  lastNumber += 1;
  return `+4916${String(lastNumber).padStart(10, '0')}`;
}

/** The same digits, one of them changed: the right shape and the wrong code. */
export function wrong(code: string): string {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}

export type Asked<T> = { readonly value: T } | { readonly error: OtpStoreError };

/** An answer, or the one error a store may fail with. Everything else fails the test. */
export async function ask<T>(call: Promise<T>): Promise<Asked<T>> {
  try {
    return { value: await call };
  } catch (error) {
    if (OtpStoreError.isInstance(error)) return { error };
    throw error;
  }
}

/** The error of a call that has to fail, and for how long it was waited for. */
export async function refusal(call: Promise<unknown>): Promise<{ readonly code: string; readonly afterMs: number }> {
  const startedMs = performance.now();
  const asked = await ask(call);
  if ('value' in asked) throw new Error(`expected a failure of the store, got ${JSON.stringify(asked.value)}`);
  return { code: asked.error.code, afterMs: performance.now() - startedMs };
}
