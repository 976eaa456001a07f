import type { Exchange } from '../exchange.ts';
import { createProblem, type Problem } from '../problems/problem.ts';
import { readBody } from './read-body.ts';

/** The bytes an exchange brings, or why there are none. */
export type ExchangeBodyOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problem: Problem };

export interface ExchangeBodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export async function readExchangeBody(
  stream: ReadableStream<Uint8Array>,
  { signal }: Pick<Exchange<readonly unknown[]>, 'signal'>,
  limits: ExchangeBodyLimits,
): Promise<ExchangeBodyOutcome> {
  const outcome = await readBody(stream, { ...limits, signal });
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

function refuse(problem: Problem): ExchangeBodyOutcome {
  return { ok: false, problem };
}
