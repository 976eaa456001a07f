import { PROBLEM_TYPE_BASE } from './problem-type-base.ts';

/** Every way a request can fail, as RFC 9457 problems. The codes are a contract: they may be added to, never renamed. */
const PROBLEMS = {
  malformed: { status: 400, title: 'The request is malformed.' },
  'invalid-phone-number': { status: 400, title: 'This is not a phone number.' },
  'idempotency-unavailable': { status: 400, title: 'This server accepts no idempotency keys from this client.' },
  locked: { status: 429, title: 'Too many wrong codes.' },
  'webhook-refused': { status: 403, title: 'This is not signed by the provider.' },
  'unknown-path': { status: 404, title: 'There is nothing at this path.' },
  'method-not-allowed': { status: 405, title: 'This path does not take this method.' },
  'body-timeout': { status: 408, title: 'The body took too long to arrive.' },
  'challenge-not-active': { status: 410, title: 'This verification is over.' },
  'body-too-large': { status: 413, title: 'The body is too large.' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON.' },
  mismatch: { status: 422, title: 'This is not the right code.' },
  'destination-not-allowed': { status: 422, title: 'No codes are sent to this number.' },
  cooldown: { status: 429, title: 'A code was sent a moment ago.' },
  'quota-exceeded': { status: 429, title: 'Too many codes were sent.' },
  'rate-limited': { status: 429, title: 'Too many requests.' },
  'client-closed-request': { status: 499, title: 'The client went away.' },
  'internal-error': { status: 500, title: 'Something went wrong here.' },
  'delivery-failed': { status: 502, title: 'The code could not be sent.' },
  'provider-refused': { status: 502, title: 'The code could not be checked.' },
  'provider-unavailable': { status: 503, title: 'The message service is unavailable.' },
  'service-unavailable': { status: 503, title: 'Verification is unavailable.' },
  'outcome-unknown': { status: 504, title: 'The outcome is unknown.' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

/** The stable name of what went wrong. */
export type ProblemCode = keyof typeof PROBLEMS;

export interface Problem {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  /** A sentence of ours. Never a word of what was sent: it may be a number or a code. */
  readonly detail?: string;
  readonly field?: string;
  readonly attemptsLeft?: number;
  readonly retryAtMs?: number;
  /** The methods a path takes. */
  readonly allow?: string;
}

/** The body of a failure, `application/problem+json`. */
export interface ProblemBody {
  /** `problemTypeBase` and the code: `urn:problem-type:countersign:mismatch`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  /** With `malformed`: the field of the body to correct, for example `code`, where it is a single one. */
  readonly field?: string;
  /** With `mismatch`: the tries this challenge has left. */
  readonly attemptsLeft?: number;
  /** ISO 8601. Trying again earlier is no use. */
  readonly retryAt?: string;
}

/** All of them, for whoever describes them. */
export function allProblems(): readonly Problem[] {
  return (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => createProblem(code));
}

type ProblemMembers = Partial<Pick<Problem, 'status' | 'detail' | 'field' | 'attemptsLeft' | 'retryAtMs' | 'allow'>>;

export function createProblem(code: ProblemCode, members: ProblemMembers = {}): Problem {
  return { code, ...PROBLEMS[code], ...members };
}

export function toProblemBody(problem: Problem, typeBase: string = PROBLEM_TYPE_BASE): ProblemBody {
  return {
    type: typeBase + problem.code,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem.field === undefined ? {} : { field: problem.field }),
    ...(problem.attemptsLeft === undefined ? {} : { attemptsLeft: problem.attemptsLeft }),
    ...(problem.retryAtMs === undefined ? {} : { retryAt: new Date(problem.retryAtMs).toISOString() }),
  };
}
