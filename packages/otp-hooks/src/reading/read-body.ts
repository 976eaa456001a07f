/** Reads a body without trusting anything that is said about it: bytes are counted as they come, and so is the time. */
import { OtpMisuseError } from '@countersign/otp-core/adapter';

export type BodyOutcome =
  | { readonly status: 'read'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `broken`: the stream failed, or the sender went away. */
  | { readonly status: 'too-large' | 'timed-out' | 'broken' };

/** What Supabase sends at most, and more than any other platform does. */
const MOST_BODY_BYTES = 200 * 1024;

/** @throws OtpMisuseError where somebody has read the body before: what it said is gone. */
export async function readBody(request: Request, timeoutMs: number): Promise<BodyOutcome> {
  if (request.bodyUsed || request.body?.locked === true) {
    throw new OtpMisuseError(
      'The body of the request was read before the send hook got it. Mount the hook before what reads bodies, or give it request.clone().',
    );
  }
  const { body } = request;
  if (body === null) return { status: 'read', bytes: new Uint8Array(0) };
  const reader = body.getReader();
  let stopWaiting = () => {};
  const timeUp = new Promise<'timed-out'>((resolve) => {
    const timer = setTimeout(() => resolve('timed-out'), timeoutMs);
    stopWaiting = () => clearTimeout(timer);
  });
  const outcome = await collect(reader, timeUp);
  stopWaiting();
  // Not waited for: a source that drips or hangs may take as long to let go.
  if (outcome.status !== 'read') reader.cancel().catch(() => undefined);
  return outcome;
}

/** What is needed of a stream's reader. */
interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: unknown }>;
}

async function collect(reader: BodyReader, timeUp: Promise<'timed-out'>): Promise<BodyOutcome> {
  const chunks: Uint8Array[] = [];
  let countedBytes = 0;
  try {
    for (;;) {
      const step = await Promise.race([timeUp, reader.read()]);
      if (step === 'timed-out') return { status: step };
      if (step.done) return { status: 'read', bytes: joined(chunks) };
      const chunk = step.value;
      // A stream made by hand may hold anything.
      if (!(chunk instanceof Uint8Array)) return { status: 'broken' };
      // An empty chunk counts as well: a source that yields nothing without pause would starve the timer.
      countedBytes += Math.max(1, chunk.byteLength);
      if (countedBytes > MOST_BODY_BYTES) return { status: 'too-large' };
      chunks.push(chunk);
    }
  } catch {
    return { status: 'broken' };
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** The JSON value of a body; `undefined`: it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
