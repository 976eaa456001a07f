/** A failure as the routes answer it, from the routes' own code. */
import { allProblems, toProblemBody } from '../../../packages/otp-web/src/problems/problem.ts';

/** Problems that say when to try again. */
const WITH_TIME = new Set([
  'locked',
  'cooldown',
  'quota-exceeded',
  'rate-limited',
  'provider-unavailable',
  'service-unavailable',
]);

/** @returns JSON, or `null` where no problem has this code */
export function problemExample(code: string): string | null {
  const problem = allProblems().find((each) => each.code === code);
  if (problem === undefined) return null;
  const body = toProblemBody({
    ...problem,
    ...(code === 'mismatch' ? { attemptsLeft: 4 } : {}),
    ...(code === 'malformed' ? { detail: 'The body is not JSON.' } : {}),
    ...(WITH_TIME.has(code) ? { retryAtMs: Date.UTC(2026, 11, 31, 11) } : {}),
  });
  return JSON.stringify(body, null, 2);
}
