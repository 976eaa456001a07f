/** What the processes of a round ask the store: one opens a challenge, all guess at it at once, one guesses again, all ask for the next. */
import { randomUUID } from 'node:crypto';
import type { IssueInput, NumberBudget } from '@countersign/otp-core/spec';
import type { StoreRequest } from '../code-store-model/reference-step.ts';

const DAY_MS = 86_400_000;
const TTL_MS = 300_000;
const RIGHT = 'the right code';

/** For each process, what it asks at once. Phases follow each other. */
export type Phase = readonly (readonly StoreRequest[])[];

export interface GuessingRound {
  /** For readers: what is special about it. */
  readonly kind: RoundKind;
  readonly maxAttempts: number;
  readonly phases: readonly Phase[];
}

/** What is guessed, and so which race is run. */
export type RoundKind =
  /** One right code, which some process asks first. */
  | 'one-right'
  | 'some-right'
  | 'all-right'
  | 'all-wrong'
  /** The provider owns the code: all guesses are delegated, then all are approved at once. */
  | 'provider-made';

const ROUND_KINDS: readonly RoundKind[] = ['one-right', 'some-right', 'all-right', 'all-wrong', 'provider-made'];

export interface RoundSize {
  readonly processes: number;
  readonly guesses: number;
  readonly maxAttempts: number;
  readonly nowMs: number | null;
}

/** Every round has a number and names of its own, so rounds may share a server. */
export function planGuessingRound(round: number, size: RoundSize): GuessingRound {
  const { processes, guesses, maxAttempts, nowMs } = size;
  const kind = ROUND_KINDS[round % ROUND_KINDS.length] ?? 'one-right';
  const subject = randomUUID();
  const opening = issueInput({ subject, challengeId: 'first', kind }, size);
  const { challengeId, purpose } = opening;
  const first = round % processes;
  const lasting = { subject, purpose, challengeId };

  const guess = (digests: readonly string[] | null): StoreRequest => ({
    verb: 'redeem',
    input: { ...lasting, nowMs, digests },
  });
  const settle: StoreRequest = { verb: 'settle', input: { ...lasting, nowMs } };
  const byAll = (request: (process: number, index: number) => StoreRequest): Phase =>
    Array.from({ length: processes }, (_, process) =>
      Array.from({ length: guesses }, (_each, index) => request(process, index)),
    );
  const byFirst = (request: StoreRequest): Phase =>
    byAll(() => request).map((_, process) => (process === first ? [request] : []));

  const guessing = byAll((process, index) =>
    kind === 'provider-made'
      ? guess(null)
      : guess([isRight(kind, process === first, index) ? RIGHT : `wrong code ${index} of ${process}`]),
  );
  // By the store's own clock the millisecond of the cooldown has most likely passed, and if not that is told.
  const laterMs = nowMs === null ? null : nowMs + 1000;
  const another = (process: number): StoreRequest => ({
    verb: 'issue',
    input: { ...issueInput({ subject, challengeId: `next of ${process}`, kind }, size), nowMs: laterMs },
  });
  return {
    kind,
    maxAttempts,
    phases: [
      byFirst({ verb: 'issue', input: opening }),
      guessing,
      ...(kind === 'provider-made' ? [byAll(() => settle)] : []),
      byFirst(guess(kind === 'provider-made' ? null : [RIGHT])),
      // Failures that were lost on the way would leave room for one; and there is room for one at most.
      Array.from({ length: processes }, (_, process) => [another(process)]),
    ],
  };
}

function isRight(kind: RoundKind, isFirstProcess: boolean, index: number): boolean {
  switch (kind) {
    case 'one-right':
      return isFirstProcess && index === 0;
    case 'some-right':
      return index % 7 === 3;
    case 'all-right':
      return true;
    case 'all-wrong':
    case 'provider-made':
      return false;
  }
}

interface Opening {
  readonly subject: string;
  readonly challengeId: string;
  readonly kind: RoundKind;
}

function issueInput({ subject, challengeId, kind }: Opening, { maxAttempts, nowMs }: RoundSize): IssueInput {
  const digests = [
    { length: 6, digest: RIGHT },
    { length: 8, digest: 'the right long code' },
  ];
  return {
    subject,
    nowMs,
    purpose: 'login',
    challengeId,
    intent: 'new',
    repeatedCode: 'same',
    keyId: 'key-1',
    salt: `salt of ${challengeId}`,
    digests: kind === 'provider-made' ? null : digests,
    knownClient: false,
    ttlMs: TTL_MS,
    maxAttempts,
    budget: tightBudget(maxAttempts),
  };
}

/** Tells by its answers how many failures were counted: one makes the next code longer, all of a challenge lock the number. */
function tightBudget(maxAttempts: number): NumberBudget {
  return {
    maxLiveChallenges: 4,
    cooldownsMs: [1],
    sendQuotas: [{ max: 10, durationMs: DAY_MS }],
    failureQuotas: [{ max: 2 * maxAttempts - 1, durationMs: DAY_MS }],
    maxConsecutiveFailures: 1000,
    knownClientReserve: 0,
    stepUp: { afterFailures: 1, withinMs: DAY_MS },
  };
}
