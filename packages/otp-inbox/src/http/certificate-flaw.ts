import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Why a certificate was refused, in a sentence; `null`: it was not.
 *
 * @param socket of a host that had to prove who it is
 */
export function describeCertificateFlaw(socket: Socket | null): string | null {
  // Declared as an error; it is the code of one, such as DEPTH_ZERO_SELF_SIGNED_CERT.
  const flaw: unknown = socket instanceof TLSSocket ? socket.authorizationError : null;
  if (flaw === null || flaw === undefined) return null;
  return `The certificate is not trusted (${String(flaw)}). NODE_EXTRA_CA_CERTS can name its authority.`;
}
