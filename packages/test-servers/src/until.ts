/** Waits for a condition of the outside world, which tells nobody when it changes. */
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 15;

/**
 * Asks until the answer is neither `undefined` nor `false`.
 *
 * @param what completes "waited in vain for …"
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  patienceMs = 15_000,
): Promise<T> {
  for (const endMs = performance.now() + patienceMs; ; await wait(POLL_MS)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > endMs) throw new Error(`waited in vain for ${what}`);
  }
}

/** The promise's value, or an error once the patience has run out: a test that hangs says where. */
export async function within<T>(what: string, work: Promise<T>, patienceMs = 15_000): Promise<T> {
  const timer = new AbortController();
  const timeout = wait(patienceMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`waited in vain for ${what}`);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    timer.abort();
    timeout.catch(() => undefined);
  }
}

/** Whether a call succeeds: what `until` asks of a server that is not up yet. */
export function isDone(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    () => false,
  );
}
