import { OtpMisuseError } from '@countersign/otp-core/adapter';
import { type BodyLimits, type BodyOutcome, joinChunks } from './body-outcome.ts';

/**
 * Reads the body of a web-standard request without trusting anything said about it: bytes are counted as they come,
 * and so is the time.
 *
 * @throws OtpMisuseError where somebody has read it before: what it said is gone.
 */
export async function readWebBody(request: Request, limits: BodyLimits): Promise<BodyOutcome> {
  // In this order: some runtimes build a second request when `body` is asked for.
  if (request.bodyUsed || request.body?.locked === true) {
    throw new OtpMisuseError(
      'The body of the request was read before createOtpHandler got it. Mount the handler before what reads bodies, or give it request.clone().',
    );
  }
  const stream = request.body;
  if (stream === null) return { status: 'read', bytes: new Uint8Array() };
  return await readStream(stream, { ...limits, signal: request.signal });
}

interface StreamLimits extends BodyLimits {
  readonly signal: AbortSignal;
}

async function readStream(stream: ReadableStream<Uint8Array>, limits: StreamLimits): Promise<BodyOutcome> {
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

async function collect(
  reader: Reader,
  limits: StreamLimits,
  interruption: Promise<Interruption>,
): Promise<BodyOutcome> {
  const chunks: Uint8Array[] = [];
  let countedBytes = 0;
  try {
    for (;;) {
      const step = await Promise.race([interruption, reader.read()]);
      if (typeof step === 'string') return { status: step };
      if (step.done) return { status: 'read', bytes: joinChunks(chunks) };
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
function interruptionOf({ timeoutMs, signal }: StreamLimits): { promise: Promise<Interruption>; release: () => void } {
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
