/**
 * How long the vendors of a list are waited for. One that never answers a connection has certainly sent nothing, and the
 * next one stands in for it, but only where that is found out while there is time for the next one.
 */

/** That of the engine unless its `deadlines` say otherwise. */
const ENGINE_PATIENCE_MS = 10_000;
/** The engine's deadline must not come first: it would be the caller who gave up, and no vendor's silence. */
const SHARE_OF_ENGINE = 0.9;
/** Vendors have taken so long and still sent. */
const LEAST_MS = 2_000;

export interface Patience {
  /** For all tries of a list together. */
  readonly deadlineMs: number;
  /** Of each vendor whose settings do not say; of one alone, its adapter's own. */
  readonly ofEach: { readonly timeoutMs?: number };
}

export function planPatience(count: number, providerMs: unknown): Patience {
  // What is no number of milliseconds the engine refuses.
  const whole = Number.isInteger(providerMs) && Number(providerMs) > 1 ? Number(providerMs) : ENGINE_PATIENCE_MS;
  const deadlineMs = Math.min(9_000, Math.floor(whole * SHARE_OF_ENGINE));
  if (count < 2) return { deadlineMs, ofEach: {} };
  const share = Math.max(LEAST_MS, Math.floor(deadlineMs / count));
  // With less than two such shares nobody else would be asked.
  return { deadlineMs, ofEach: { timeoutMs: Math.max(1, Math.min(share, Math.floor(deadlineMs / 2))) } };
}
