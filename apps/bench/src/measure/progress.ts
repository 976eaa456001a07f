/**
 * What a long run is doing, and how far it is. On standard error, so that what is measured can be kept in a file. A screen
 * gets one line that is written over; anything else gets plain lines, few enough for a log.
 */
export interface Progress {
  /** The next part of the run begins. */
  step(what: string): void;
  /** Within a step: how far it is, for example `round 3 of 5`. */
  tell(howFar: string): void;
  end(): void;
}

export interface ProgressOptions {
  /** Default: standard error. */
  readonly out?: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  /** Default: the time since the process began. */
  readonly nowMs?: () => number;
}

/** How often a log is told how far a step is. */
const LOG_MS = 10_000;
const CLEAR_LINE = '\r\u001b[2K';

export function startProgress(
  steps: number,
  { out = process.stderr, nowMs = () => performance.now() }: ProgressOptions = {},
): Progress {
  const isScreen = out.isTTY === true;
  let current: { readonly what: string; readonly startedAtMs: number; toldAtMs: number } | undefined;
  let begun = 0;

  function seconds(sinceMs: number): string {
    return `${((nowMs() - sinceMs) / 1000).toFixed(1)} s`;
  }

  function finish(): void {
    if (current === undefined) return;
    const { what, startedAtMs } = current;
    out.write(`${isScreen ? CLEAR_LINE : ''}[${begun}/${steps}] ${what}: took ${seconds(startedAtMs)}\n`);
    current = undefined;
  }

  return {
    step(what) {
      finish();
      begun += 1;
      current = { what, startedAtMs: nowMs(), toldAtMs: nowMs() };
      out.write(`[${begun}/${steps}] ${what} …${isScreen ? '' : '\n'}`);
    },
    tell(howFar) {
      if (current === undefined) return;
      if (!isScreen && nowMs() - current.toldAtMs < LOG_MS) return;
      current.toldAtMs = nowMs();
      const line = `[${begun}/${steps}] ${current.what}: ${howFar}, ${seconds(current.startedAtMs)}`;
      out.write(isScreen ? `${CLEAR_LINE}${line}` : `${line}\n`);
    },
    end: finish,
  };
}
