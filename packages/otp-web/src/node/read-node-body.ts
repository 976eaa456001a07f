import type { IncomingMessage } from 'node:http';
import { OtpMisuseError } from '@countersign/otp-core/adapter';
import { type BodyLimits, type BodyOutcome, joinChunks } from '../body/body-outcome.ts';

/**
 * Reads a body from Node's own stream: bytes are counted as they come, and so is the time. Where it stops early it only
 * pauses: destroying the request would take the connection with it before a 413 could be written.
 *
 * @throws OtpMisuseError where somebody has read it before and kept nothing.
 */
export function readNodeBody(request: IncomingMessage, limits: BodyLimits): Promise<BodyOutcome> {
  if (isRead(request)) {
    if (!announcesBody(request)) return Promise.resolve({ status: 'read', bytes: new Uint8Array() });
    throw new OtpMisuseError(
      'The body of the request was read before the OTP routes got it. Mount them first, or keep the bytes as request.rawBody.',
    );
  }
  if (request.destroyed) return Promise.resolve({ status: 'aborted' });
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let countedBytes = 0;
    const finish = (outcome: BodyOutcome) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone).pause();
      resolve(outcome);
    };
    const onData = (chunk: unknown) => {
      // Somebody in front has set an encoding: these are no longer the bytes that came.
      if (!(chunk instanceof Uint8Array)) return finish({ status: 'broken' });
      countedBytes += chunk.byteLength;
      if (countedBytes > limits.maxBytes) return finish({ status: 'too-large' });
      chunks.push(chunk);
    };
    const onEnd = () => finish({ status: 'read', bytes: joinChunks(chunks) });
    const onGone = () => finish({ status: 'aborted' });
    const timer = setTimeout(() => finish({ status: 'timed-out' }), limits.timeoutMs);
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone).resume();
  });
}

/** True where no event of this stream would bring the whole body any more. */
export function isRead(request: IncomingMessage): boolean {
  return request.readableDidRead || request.readableEnded;
}

/** RFC 9112, section 6.3: a request without either header has no body. */
function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
