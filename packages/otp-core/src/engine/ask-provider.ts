/** Asks a provider, for as long as the call has time, and tells it to stop once nobody waits any more. */
import type { CallOptions } from '../spec/index.ts';
import type { Call } from './call.ts';
import { type Waited, waitFor } from './deadline.ts';
import type { EngineContext } from './engine-context.ts';

export function askProvider<T>(
  { clock, deadlines }: EngineContext,
  call: Call,
  ask: (options: CallOptions) => Promise<T>,
  onLate?: (answer: T) => void,
): Promise<Waited<T>> {
  const stop = new AbortController();
  return waitFor({
    clock,
    timeoutMs: Math.min(deadlines.providerMs, call.endsAtMs - clock.now()),
    signal: call.signal,
    work: () => ask({ signal: stop.signal }),
    stop,
    onLate,
  });
}
