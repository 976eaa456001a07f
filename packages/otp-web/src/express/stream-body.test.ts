import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { streamBody } from './stream-body.ts';

/** A source without an end that tells how much was taken of it. */
function createEndlessSource(): { readonly source: Readable; taken(): number } {
  let taken = 0;
  const source = new Readable({
    highWaterMark: 1,
    read() {
      taken += 1;
      this.push(new Uint8Array(1));
    },
  });
  return { source, taken: () => taken };
}

/** Several turns of the event loop: what would be read ahead has been by then. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
}

describe('streamBody', () => {
  it('takes nothing of a body that nobody reads', async () => {
    const { source, taken } = createEndlessSource();
    streamBody(source);
    await settle();
    expect(taken()).toBe(0);
    source.destroy();
  });

  it('takes no more than was asked for, but for what the source reads ahead', async () => {
    const { source, taken } = createEndlessSource();
    const reader = streamBody(source).getReader();
    for (let piece = 0; piece < 3; piece += 1) await reader.read();
    await settle();
    expect(taken()).toBeLessThanOrEqual(6);
    source.destroy();
  });

  it('leaves the source alive when it is cancelled, even while waiting for a piece', async () => {
    const source = new Readable({ read() {} });
    const reader = streamBody(source).getReader();
    const pending = reader.read();
    await settle();
    await reader.cancel();
    source.push(new Uint8Array(1));
    expect(await pending).toEqual({ done: true, value: undefined });
    await settle();
    expect(source.destroyed).toBe(false);
    source.destroy();
  });

  it('gives every piece in order and ends with the source', async () => {
    const pieces = [Uint8Array.of(1, 2), Uint8Array.of(3), Uint8Array.of(4, 5, 6)];
    const received: number[] = [];
    for await (const piece of streamBody(Readable.from(pieces))) received.push(...piece);
    expect(received).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
