/** Reads the codes of errors and the numbers of answers: what they say of a request, and nothing that they hold. */
import { readFields } from './fields.ts';

/** A library wraps what its client threw, and that wraps what the socket said. */
const MAX_DEPTH = 4;

/** The code of Node's own error, however deep it is wrapped, and only if it is one: a name such as `ECONNREFUSED`. */
export function codeOf(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const { code, cause } = readFields(current, ['code', 'cause']);
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code)) return code;
    current = cause;
  }
  return null;
}

/** Certificates and protocols, which somebody has to put right; a host that is down comes back by itself. */
export function isTrustProblem(code: string | null): boolean {
  return code !== null && /CERT|SIGNATURE|^ERR_(?:SSL|TLS)|^EPROTO$|^CRL_|^UNABLE_TO_|^PLAIN_HTTP$/.test(code);
}

/**
 * Errors that occur before a connection stands, and never after. Of TLS only a certificate that was not trusted here is
 * one: an alert of the other side, such as one about our own certificate, may answer what we sent.
 */
export function isNeverSent(code: string | null): boolean {
  if (code === null || code.startsWith('ERR_SSL') || code === 'EPROTO') return false;
  return /^(?:ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|UND_ERR_CONNECT_TIMEOUT)$/.test(code) || isTrustProblem(code);
}

export function isTimeout(code: string | null): boolean {
  return code !== null && /TIMEDOUT|TIMEOUT|^ECONNABORTED$/.test(code);
}

/** A 2xx. */
export function isSuccess(statusCode: number): boolean {
  return statusCode >= 200 && statusCode <= 299;
}

/** A 3xx, which is never followed. */
export function isRedirect(statusCode: number): boolean {
  return statusCode >= 300 && statusCode <= 399;
}

/** 408 is what a proxy says that has lost patience, and no word of a vendor's; a 5xx may follow on a message that left. */
export function isRefusing(statusCode: number): boolean {
  return isRedirect(statusCode) || (statusCode >= 400 && statusCode <= 499 && statusCode !== 408);
}
