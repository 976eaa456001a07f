import type { ExchangeBody } from '../exchange.ts';
import { createProblem, type Problem } from '../problems/problem.ts';
import type { BodyLimits, BodyOutcome } from './body-outcome.ts';

/** The bytes an exchange brings, or why there are none. Bytes that somebody kept are held to the same limit. */
export type ExchangeBodyOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problem: Problem };

type BodyOfBytes = Exclude<ExchangeBody, { readonly kind: 'parsed' }>;

export async function readExchangeBody(body: BodyOfBytes, limits: BodyLimits): Promise<ExchangeBodyOutcome> {
  const outcome = body.kind === 'unread' ? await body.read(limits) : measure(body.bytes, limits);
  switch (outcome.status) {
    case 'read':
      return { ok: true, bytes: outcome.bytes };
    case 'too-large':
      return refuse(createProblem('body-too-large', { detail: `At most ${limits.maxBytes} bytes are taken.` }));
    case 'timed-out':
      return refuse(createProblem('body-timeout'));
    case 'aborted':
      return refuse(createProblem('client-closed-request'));
    case 'broken':
      return refuse(createProblem('malformed', { detail: 'The body could not be read to its end.' }));
  }
}

function measure(bytes: Uint8Array, { maxBytes }: BodyLimits): BodyOutcome {
  return bytes.byteLength > maxBytes ? { status: 'too-large' } : { status: 'read', bytes };
}

function refuse(problem: Problem): ExchangeBodyOutcome {
  return { ok: false, problem };
}
