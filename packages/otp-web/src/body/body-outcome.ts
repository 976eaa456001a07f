/** What reading a body comes to, by whichever stream it arrives. */
export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export type BodyOutcome =
  | { readonly status: 'read'; readonly bytes: Uint8Array }
  /** `broken`: the stream failed by itself. */
  | { readonly status: 'too-large' | 'timed-out' | 'aborted' | 'broken' };

export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return joined;
}
