/**
 * Whose time counts: that of the port, or what it is told is left of its caller's. Two calls are made at once of a vendor
 * that hangs, so that their order tells, however slow the machine is.
 */
import { strict as assert } from 'node:assert';
import type { CallOptions } from '@countersign/otp-core/spec';

/** Less than any adapter's own time. */
const SHORT_MS = 1;
/** More than any adapter's own time. */
const LONG_MS = 60_000;
/** How much later than the first of two calls of equal length the second may end. */
const SLACK_MS = 500;

type Ask<Outcome> = (options?: CallOptions) => Promise<Outcome>;

/** Whoever is told that there is hardly any time ends first, though it is asked last. Gives what that one came to. */
export async function endByToldTime<Outcome>(ask: Ask<Outcome>): Promise<Outcome> {
  const own = ask();
  const told = ask({ timeoutMs: SHORT_MS });
  const first = await Promise.race([own.then(() => 'own'), told.then(() => 'told')]);
  await own;
  assert.equal(first, 'told', 'waits for its own time, though less was left of its caller’s');
  return told;
}

/** Whoever is told that there is plenty of time ends as soon as without. Gives what that one came to. */
export async function endByOwnTime<Outcome>(ask: Ask<Outcome>): Promise<Outcome> {
  const own = ask();
  const told = ask({ timeoutMs: LONG_MS });
  await own;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const message = 'waits for what is left of its caller’s time, though its own is over';
    timer = setTimeout(() => reject(new assert.AssertionError({ message })), SLACK_MS);
  });
  try {
    return await Promise.race([told, late]);
  } finally {
    clearTimeout(timer);
  }
}
