/** How long platforms wait and how often they ask, as their sources and references say. */
import type { PlatformName } from '../platforms/platform-name.ts';

/** A platform's patience. */
export interface RetryPattern {
  /** Calls at most, the first one included. */
  readonly tries: number;
  /** What one call may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Between two calls, at least. */
  readonly pauseMs: number;
  /** For all calls and pauses together, in milliseconds; `null`: no such limit. */
  readonly totalMs: number | null;
}

export const RETRY_PATTERNS: Readonly<Record<PlatformName, RetryPattern>> = {
  supabase: { tries: 3, timeoutMs: 5_000, pauseMs: 2_000, totalMs: 5_000 },
  logto: { tries: 1, timeoutMs: 60_000, pauseMs: 0, totalMs: null },
  kratos: { tries: 6, timeoutMs: 10_000, pauseMs: 1_000, totalMs: null },
  okta: { tries: 2, timeoutMs: 3_000, pauseMs: 0, totalMs: null },
  zitadel: { tries: 3, timeoutMs: 5_000, pauseMs: 1_000, totalMs: null },
  authgear: { tries: 1, timeoutMs: 60_000, pauseMs: 0, totalMs: null },
  // Svix: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h.
  clerk: { tries: 8, timeoutMs: 15_000, pauseMs: 5_000, totalMs: null },
  generic: { tries: 3, timeoutMs: 10_000, pauseMs: 1_000, totalMs: null },
};
