/** Reads a body without trusting anything said about it: bytes are counted as they come, and so is the time. */
export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type BodyOutcome =
  | { readonly status: 'read'; readonly bytes: Uint8Array }
  /** `broken`: the stream failed by itself. */
  | { readonly status: 'too-large' | 'timed-out' | 'aborted' | 'broken' };

export async function readBody(stream: ReadableStream<Uint8Array>, limits: BodyLimits): Promise<BodyOutcome> {
  const reader = stream.getReader();
  const interruption = interruptionOf(limits);
  const outcome = await collect(reader, limits, interruption.promise);
  interruption.release();
  // Not waited for: a source that drips or hangs may take as long to let go.
  if (outcome.status !== 'read') reader.cancel().catch(() => undefined);
  return outcome;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Interruption = 'timed-out' | 'aborted';

async function collect(reader: Reader, limits: BodyLimits, interruption: Promise<Interruption>): Promise<BodyOutcome> {
  const chunks: Uint8Array[] = [];
  let countedBytes = 0;
  try {
    for (;;) {
      const step = await Promise.race([interruption, reader.read()]);
      if (typeof step === 'string') return { status: step };
      if (step.done) return { status: 'read', bytes: join(chunks) };
      // A stream made by hand may hold anything.
      if (!(step.value instanceof Uint8Array)) return { status: 'broken' };
      // An empty chunk counts as well: a source that yields nothing without pause would starve the timer.
      countedBytes += Math.max(1, step.value.byteLength);
      if (countedBytes > limits.maxBytes) return { status: 'too-large' };
      chunks.push(step.value);
    }
  } catch {
    return { status: limits.signal.aborted ? 'aborted' : 'broken' };
  }
}

/** Resolves when time is up or nobody waits any more; `release` lets go of the timer and the signal. */
function interruptionOf({ timeoutMs, signal }: BodyLimits): { promise: Promise<Interruption>; release: () => void } {
  let release = () => {};
  const promise = new Promise<Interruption>((resolve) => {
    const onAbort = () => resolve('aborted');
    const timer = setTimeout(() => resolve('timed-out'), timeoutMs);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    release = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  return { promise, release };
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return joined;
}
