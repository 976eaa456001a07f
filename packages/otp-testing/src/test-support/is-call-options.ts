import type { CallOptions } from '@countersign/otp-core/spec';

/** As an adapter reads them, for the played ones. */
export function isCallOptions(options: unknown): options is CallOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return false;
  try {
    const { signal, timeoutMs } = options as { readonly signal?: unknown; readonly timeoutMs?: unknown };
    const isTime = timeoutMs === undefined || (Number.isFinite(timeoutMs) && Number(timeoutMs) > 0);
    return isTime && (signal === undefined || signal instanceof AbortSignal);
  } catch {
    return false;
  }
}

/** As who knows signals only. */
export function withoutTime({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}

/** No signal among them, so that what is wrong with them is the time. */
export function hasOnlyTime(options: unknown): boolean {
  return typeof options === 'object' && options !== null && Object.keys(Object(options)).join() === 'timeoutMs';
}

/** A long wait, which a case gives up on, holds up no process that has nothing else to do. */
export function waitFor(durationMs: number | undefined = 0): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    if (durationMs > 1000) timer.unref();
  });
}
