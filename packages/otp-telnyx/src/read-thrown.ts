/** Reads what the SDK threw: an answer of the vendor's, or the name of what broke. Never the message, which may quote the request. */
import type { WholeAnswer } from './telnyx-answer.ts';

interface Thrown {
  readonly answer: WholeAnswer | null;
  readonly code: string | null;
  readonly isTimeout: boolean;
}

export function readThrown(error: unknown): Thrown {
  const { status, headers, error: body } = Object(error) as { status?: unknown; headers?: unknown; error?: unknown };
  if (typeof status === 'number') {
    return {
      answer: { statusCode: status, headers: headers instanceof Headers ? headers : null, body },
      code: null,
      isTimeout: false,
    };
  }
  const code = codeOf(error);
  return { answer: null, code, isTimeout: code !== null && /TIMEDOUT|TIMEOUT/.test(code) };
}

/** The SDK wraps what `fetch` threw, and `fetch` wraps what the socket said. */
const MAX_DEPTH = 4;

function codeOf(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const { code, cause } = Object(current) as { code?: unknown; cause?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code)) return code;
    current = cause;
  }
  return null;
}

/** Errors that Node and undici have only before a connection stands. */
export function isNeverSent(code: string | null): boolean {
  return (
    code !== null &&
    (/^(?:ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|UND_ERR_CONNECT_TIMEOUT)$/.test(code) || isTrustProblem(code))
  );
}

/** Certificates and protocols, which somebody has to put right; a host that is down comes back by itself. */
export function isTrustProblem(code: string | null): boolean {
  return code !== null && /CERT|SIGNATURE|^ERR_(?:SSL|TLS)|^EPROTO$|^CRL_|^UNABLE_TO_/.test(code);
}
