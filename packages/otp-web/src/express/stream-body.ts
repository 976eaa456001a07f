import type { Readable } from 'node:stream';

/**
 * A web stream over a request's body that takes a piece only when it is asked for one.
 * Node's own conversion destroys the request when the stream is cancelled, and the connection with it,
 * before a 413 could be written; this one only stops reading.
 * That a connection is lost is told by the exchange's signal, not here.
 */
export function streamBody(request: Readable): ReadableStream<Uint8Array> {
  let release = () => {};
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        // Somebody in front has read it: no event would come any more.
        if (request.readableEnded) return controller.close();
        return new Promise((resolve) => {
          const onData = (chunk: Uint8Array) => {
            release();
            request.pause();
            controller.enqueue(chunk);
            resolve();
          };
          const onEnd = () => {
            release();
            controller.close();
            resolve();
          };
          release = () => request.off('data', onData).off('end', onEnd);
          request.on('data', onData).on('end', onEnd).resume();
        });
      },
      cancel() {
        release();
      },
    },
    { highWaterMark: 0 },
  );
}
