/** What the browser client tells a person for each failure: from the client itself, in English. */
import type { OtpFailure } from '../../../packages/otp-web/src/client/client-results.ts';
import { ENGLISH } from '../../../packages/otp-web/src/client/client-words.ts';
import { explainFailure } from '../../../packages/otp-web/src/client/explain-failure.ts';
import { allProblems } from '../../../packages/otp-web/src/problems/problem.ts';

export interface ClientSentence {
  /** The reason, and what sets its cases apart. */
  readonly reason: string;
  readonly sentence: string;
}

/** Nobody reads them: the request came from a program, or nobody waits for the answer any more. */
const UNREAD = new Set(['webhook-refused', 'unknown-path', 'method-not-allowed', 'client-closed-request']);

export function clientSentences(): ClientSentence[] {
  const reasons = [...allProblems().map(({ code }) => code), 'unreachable'] as const;
  return reasons.filter((reason) => !UNREAD.has(reason)).flatMap((reason) => casesOf(reason).map(toSentence));
}

function casesOf(reason: OtpFailure['reason']): OtpFailure[] {
  const retryAt = new Date(Date.now() + 180_000);
  switch (reason) {
    case 'mismatch':
      return [4, 0].map((attemptsLeft) => ({ ok: false, reason, attemptsLeft }));
    case 'locked':
      return [retryAt, null].map((when) => ({ ok: false, reason, retryAt: when }));
    case 'malformed':
      return ['code', 'phoneNumber'].map((field) => ({ ok: false, reason, field }));
    case 'cooldown':
    case 'quota-exceeded':
    case 'rate-limited':
    case 'provider-unavailable':
    case 'service-unavailable':
      return [{ ok: false, reason, retryAt }];
    default:
      return [{ ok: false, reason }];
  }
}

function toSentence(failure: OtpFailure): ClientSentence {
  const { reason } = failure;
  const sentence = explainFailure(failure, ENGLISH, 'en');
  if (reason === 'mismatch') return { reason: `\`${reason}\`, \`attemptsLeft: ${failure.attemptsLeft}\``, sentence };
  if (reason === 'malformed') return { reason: `\`${reason}\`, \`field: '${failure.field}'\``, sentence };
  if (reason === 'locked' && failure.retryAt === null) return { reason: '`locked`, `retryAt: null`', sentence };
  return { reason: `\`${reason}\``, sentence };
}
