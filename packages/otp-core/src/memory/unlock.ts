import type { SubjectRecord } from './subject-record.ts';

/** Forgets what the number has used up. Open challenges keep their spent tries: whoever guesses at one gains nothing. */
export function unlock(record: SubjectRecord): void {
  record.sends = [];
  record.failures = [];
  record.consecutiveFailures = 0;
  record.cooldownUntilMs = 0;
  record.knownCooldownUntilMs = 0;
}
