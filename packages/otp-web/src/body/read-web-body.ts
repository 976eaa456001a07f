import { OtpMisuseError } from '@countersign/otp-core/adapter';
import { type BodyLimits, type BodyOutcome, joinChunks } from './body-outcome.ts';

/**
 * Reads the body of a web-standard request. It trusts what is said about a length only where a server has framed the
 * body by it; else bytes are counted as they come. Time is always counted.
 *
 * @throws OtpMisuseError where somebody has read it before: what it said is gone.
 */
export function readWebBody(request: Request, limits: BodyLimits): Promise<BodyOutcome> {
  if (request.bodyUsed) return Promise.reject(readBefore());
  return isOfServer(request) && isDeclaredWithin(limits.maxBytes, request.headers)
    ? readAtOnce(request, limits)
    : readPieces(request, limits);
}

/**
 * Servers as `@hono/node-server` pass a light request with a reading of its own, and build a whole native one as soon as
 * its `body` is asked for. A native request may have been made by hand, with any stream and any length.
 */
function isOfServer(request: Request): boolean {
  return request instanceof Request && request.arrayBuffer !== Request.prototype.arrayBuffer;
}

/** RFC 9112, section 6.3: with `Transfer-Encoding` a length says nothing. */
function isDeclaredWithin(maxBytes: number, headers: Headers): boolean {
  const length = headers.get('content-length');
  return length !== null && DIGITS.test(length) && Number(length) <= maxBytes && !headers.has('transfer-encoding');
}

const DIGITS = /^\d{1,9}$/;

function readAtOnce(request: Request, { maxBytes, timeoutMs }: BodyLimits): Promise<BodyOutcome> {
  return new Promise((resolve, reject) => {
    // There is no way to call the reading off: the server drops what still comes when the answer is out.
    const timer = setTimeout(() => resolve({ status: 'timed-out' }), timeoutMs);
    request.arrayBuffer().then(
      (buffer) => {
        clearTimeout(timer);
        resolve(
          buffer.byteLength > maxBytes ? { status: 'too-large' } : { status: 'read', bytes: new Uint8Array(buffer) },
        );
      },
      () => {
        clearTimeout(timer);
        // What could not even be begun is in other hands; what was begun ends early only with the connection.
        if (request.bodyUsed) resolve({ status: 'aborted' });
        else reject(readBefore());
      },
    );
  });
}

async function readPieces(request: Request, limits: BodyLimits): Promise<BodyOutcome> {
  const stream = request.body;
  if (stream === null) return { status: 'read', bytes: new Uint8Array() };
  if (stream.locked) throw readBefore();
  return await readStream(stream, { ...limits, signal: request.signal });
}

function readBefore(): OtpMisuseError {
  return new OtpMisuseError(
    'The body of the request was read before createOtpHandler got it. Mount the handler before what reads bodies, or give it request.clone().',
  );
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
