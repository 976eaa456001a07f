import { createProviderFailure } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory, SendOutcome } from '@countersign/otp-core/spec';
import type { BrokenExchange } from './exchange-with-gateway.ts';
import { readRefusingStatus } from './read-gateway-answer.ts';

/** Turns an exchange without a whole answer into an outcome: refused only if nothing can have left. */
export function readBrokenExchange(exchange: BrokenExchange, providerId: string): SendOutcome {
  // The status line of a refusal is enough: a body that is too long or too slow does not make it less of one.
  const refusal = exchange.head === null ? null : readRefusingStatus(exchange.head, providerId);
  if (refusal !== null) return refusal;
  const [category, what] = explain(exchange);
  const where = exchange.mayHaveLeft ? 'the message may be on its way' : 'nothing was sent';
  return {
    status: exchange.mayHaveLeft ? 'unknown' : 'refused',
    failure: createProviderFailure({
      category,
      providerId,
      ...(exchange.code === null ? {} : { providerCode: exchange.code }),
      ...(exchange.head === null ? {} : { statusCode: exchange.head.statusCode }),
      message: `${what}; ${where}.`,
    }),
  };
}

function explain({ cause, explanation, mayHaveLeft, code }: BrokenExchange): [ProviderFailureCategory, string] {
  if (explanation !== null) return ['configuration', explanation];
  if (cause === 'timeout') return ['timeout', 'The gateway did not answer in time'];
  if (cause === 'aborted') return ['timeout', 'The caller stopped waiting for the gateway'];
  if (!mayHaveLeft && isTrustProblem(code))
    return ['configuration', 'No trusted connection to the gateway was possible'];
  if (!mayHaveLeft) return ['unavailable', 'The gateway could not be reached'];
  if (code !== null && /^E[A-Z]+$/.test(code)) return ['unavailable', 'The connection to the gateway broke'];
  return ['unknown', "The gateway's answer could not be read"];
}

/** Certificates and protocols, which somebody has to put right; a host that is down comes back by itself. */
function isTrustProblem(code: string | null): boolean {
  return code !== null && /CERT|SIGNATURE|^ERR_(SSL|TLS)|^EPROTO$|^CRL_|^UNABLE_TO_/.test(code);
}
