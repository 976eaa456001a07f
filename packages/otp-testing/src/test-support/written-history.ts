/** Histories written down by hand: who asked what, from when to when, and what was answered. */
import type { IssueInput } from '@countersign/otp-core/spec';
import type { StoreEvent } from '../code-store-history/store-event.ts';
import type { StoreOutcome, StoreRequest } from '../code-store-model/reference-step.ts';

export const START_MS = Date.UTC(2030, 0, 1);
export const TTL_MS = 300_000;

/** In nanoseconds, as only their order matters. */
export type Span = readonly [invoked: number, ended: number];

export interface WrittenHistory {
  readonly events: StoreEvent[];
  answered(span: Span, request: StoreRequest, outcome: StoreOutcome): void;
  failed(span: Span, request: StoreRequest): void;
  /** The process died. */
  unfinished(invoked: number, request: StoreRequest): void;
}

export function createWrittenHistory(process = 'a'): WrittenHistory {
  const events: StoreEvent[] = [];
  let calls = 0;
  const invoke = (atNs: number, request: StoreRequest) => {
    calls += 1;
    events.push({ type: 'call-invoked', process, call: calls, atNs, ...request });
    return { process, call: calls };
  };
  return {
    events,
    answered([invoked, atNs], request, outcome) {
      const call = invoke(invoked, request);
      events.push({ type: 'call-answered', ...call, atNs, ...(outcome === undefined ? {} : { outcome }) });
    },
    failed([invoked, atNs], request) {
      events.push({ type: 'call-failed', ...invoke(invoked, request), atNs, error: 'OTP_STORE_UNAVAILABLE' });
    },
    unfinished(invoked, request) {
      invoke(invoked, request);
    },
  };
}

export const RIGHT = 'right';

export function issueOf(overrides: Partial<IssueInput> = {}): StoreRequest {
  return {
    verb: 'issue',
    input: {
      subject: 'number-1',
      nowMs: START_MS,
      purpose: 'login',
      challengeId: 'c-1',
      intent: 'new',
      repeatedCode: 'same',
      keyId: 'key-1',
      salt: 'salt-1',
      digests: [{ length: 6, digest: RIGHT }],
      knownClient: false,
      ttlMs: TTL_MS,
      maxAttempts: 3,
      budget: {
        maxLiveChallenges: 3,
        cooldownsMs: [1000],
        sendQuotas: [{ max: 10, durationMs: 86_400_000 }],
        failureQuotas: [{ max: 5, durationMs: 86_400_000 }],
        maxConsecutiveFailures: 100,
        knownClientReserve: 0,
      },
      ...overrides,
    },
  };
}

/** What the reference answers to the first `issueOf()`, and to later ones that are granted. */
export function issuedAs(challengeId = 'c-1', sentAtMs = START_MS): StoreOutcome {
  return {
    status: 'issued',
    challengeId,
    keyId: 'key-1',
    salt: 'salt-1',
    codeLength: 6,
    sentAtMs,
    expiresAtMs: sentAtMs + TTL_MS,
    resendAtMs: sentAtMs + 1000,
  };
}

export function guessOf(digest: string | null, nowMs: number | null = START_MS, challengeId = 'c-1'): StoreRequest {
  const digests = digest === null ? null : [digest];
  return { verb: 'redeem', input: { subject: 'number-1', nowMs, purpose: 'login', challengeId, digests } };
}

export const ACCEPTED: StoreOutcome = { status: 'accepted', challengeId: 'c-1' };

export function mismatch(attemptsLeft: number): StoreOutcome {
  return { status: 'mismatch', challengeId: 'c-1', attemptsLeft };
}
