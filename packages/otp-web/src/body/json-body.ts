import type { Exchange } from '../exchange.ts';
import { createProblem, type Problem } from '../problems/problem.ts';
import { isJson } from './media-type.ts';
import { parseJson } from './parse-json.ts';
import { readExchangeBody } from './read-exchange-body.ts';

/** The JSON value an exchange brings, or why there is none. */
export type JsonBodyOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: Problem };

const MAX_BODY_BYTES = 10_000;

export async function readJsonBody(
  exchange: Exchange<readonly unknown[]>,
  bodyTimeoutMs: number,
): Promise<JsonBodyOutcome> {
  const { body } = exchange;
  // Whoever read the body in front has undone its encoding as well.
  const encoding = body.kind === 'unread' ? exchange.header('content-encoding') : null;
  if (!isJson(exchange.header('content-type'), encoding)) {
    return refuse(createProblem('unsupported-media-type', { detail: 'Send application/json in UTF-8, uncompressed.' }));
  }
  if (body.kind === 'parsed') return { ok: true, value: body.value };
  const read = await readExchangeBody(body, { maxBytes: MAX_BODY_BYTES, timeoutMs: bodyTimeoutMs });
  return read.ok ? parse(read.bytes) : read;
}

function parse(bytes: Uint8Array): JsonBodyOutcome {
  if (bytes.byteLength === 0) return refuse(createProblem('malformed', { detail: 'The body is missing.' }));
  const outcome = parseJson(bytes);
  switch (outcome.status) {
    case 'parsed':
      return { ok: true, value: outcome.value };
    case 'not-utf-8':
      return refuse(createProblem('malformed', { detail: 'The body is not UTF-8.' }));
    case 'not-json':
      return refuse(createProblem('malformed', { detail: 'The body is not JSON.' }));
    case 'repeated-field':
      return refuse(createProblem('malformed', { detail: 'The body has a field more than once.' }));
  }
}

function refuse(problem: Problem): JsonBodyOutcome {
  return { ok: false, problem };
}
