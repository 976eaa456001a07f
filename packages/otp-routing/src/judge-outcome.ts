/**
 * What an outcome says of the vendor's health. A breaker is there to spare users a vendor that is down, so only what
 * is the vendor's or the account's own fault counts. What a stranger can bring about by the number they type must
 * not, or they could take every vendor away from everybody.
 */
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import type { EndedBy } from './call-deadline.ts';
import type { NotAccepted } from './route-outcomes.ts';

export type Health =
  /** It did what it is there for, or said why not about this recipient or this text. */
  | 'well'
  | 'failed'
  /** It may be set up wrongly for this destination and rightly for others. */
  | 'failed-for-destination'
  /** It is there and answers; whose fault the answer is cannot be told. */
  | 'answers'
  /** Nothing can be concluded. */
  | 'unclear';

const HEALTH_BY_CATEGORY: Readonly<Record<ProviderFailureCategory, Health>> = {
  unavailable: 'failed',
  timeout: 'failed',
  authentication: 'failed',
  'account-suspended': 'failed',
  // A sender may be right for one country and wrong for another, and what is left may do for a cheap one only.
  configuration: 'failed-for-destination',
  'insufficient-funds': 'failed-for-destination',
  // Vendors also throttle by recipient, and whoever throttles answers at once: asking costs no user any time.
  'rate-limited': 'answers',
  // A code that no table knows may be about the number.
  unknown: 'answers',
  'invalid-recipient': 'well',
  'unreachable-recipient': 'well',
  'opted-out': 'well',
  'blocked-destination': 'well',
  'content-rejected': 'well',
  'fraud-blocked': 'well',
};

export function judgeOutcome(outcome: NotAccepted | { readonly status: 'accepted' }): Health {
  if (outcome.status === 'accepted') return 'well';
  const { category, dependsOn } = outcome.failure;
  // Not to answer, to break off or to answer nonsense costs a user the message, whatever the reason was.
  const health = outcome.status === 'unknown' ? 'failed' : HEALTH_BY_CATEGORY[category];
  if (health !== 'failed' && health !== 'failed-for-destination') return health;
  if (dependsOn === undefined) return health;
  return dependsOn === 'recipient' ? 'answers' : 'failed-for-destination';
}

/** A vendor that was not heard out is to blame only if it was given a fair share of the time. */
export function judgeSilence(by: EndedBy, waitedMs: number, deadlineMs: number): Health {
  return by === 'deadline' && waitedMs * 2 >= deadlineMs ? 'failed' : 'unclear';
}
