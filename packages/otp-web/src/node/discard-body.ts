import type { IncomingMessage } from 'node:http';

/** Long enough for a client that is still sending to read the answer, too short to be of use to one that never stops. */
const LINGER_MS = 1_000;

/**
 * Reads and drops what is left of a body after the answer. Closing at once would reset the connection,
 * and the client might never see the 413 (RFC 9112, section 9.6); reading on for ever would be a gift to an attacker.
 */
export function discardBody(request: IncomingMessage, lingerMs: number = LINGER_MS): void {
  if (request.complete || request.destroyed) {
    request.resume();
    return;
  }
  const timer = setTimeout(() => request.destroy(), lingerMs);
  timer.unref();
  const release = () => clearTimeout(timer);
  request.once('end', release).once('close', release).resume();
}
