import type { ClientContext } from '@countersign/otp-core';
import { readClientAddress } from '@countersign/otp-core/adapter';
import { readFields } from '../body/read-fields.ts';
import type { Reply } from '../exchange.ts';
import { isIdempotencyKey, type KeyOwner, mixIdempotencyKey } from '../idempotency-key.ts';
import { createProblem, type Problem } from '../problems/problem.ts';
import { problemReply } from '../reply.ts';
import { replyToRequest } from './reply-to-request.ts';
import { answerTime, type RouteCall, refusePurpose, resolveClient, resolveScope } from './route-call.ts';

/** `POST /verifications`: sends a code to a number. */
export async function requestVerification<From extends readonly unknown[]>(call: RouteCall<From>): Promise<Reply> {
  const { options, exchange } = call;
  const reading = readFields(call.body, ['phoneNumber'], ['purpose', 'locale']);
  if (!reading.ok) return problemReply(reading.problem, options);
  const { phoneNumber, purpose, locale } = reading.fields;
  const refusal = refusePurpose(options.purposes, purpose);
  if (refusal !== null) return problemReply(refusal, options);
  const scope = await resolveScope(call, purpose);
  const client = await resolveClient(call);
  const given = exchange.header('idempotency-key');
  const key = given === null ? NO_KEY : await resolveIdempotencyKey(call, client, given);
  if (!key.ok) return problemReply(key.problem, options);
  const to =
    options.resolveNumber === undefined ? phoneNumber : await options.resolveNumber(phoneNumber, ...exchange.from);
  const result = await options.engine.request({
    to,
    ...scope,
    client,
    ...(locale === undefined ? {} : { locale }),
    ...key.input,
    ...answerTime(call),
    signal: exchange.signal,
  });
  return replyToRequest(result, options);
}

type KeyOutcome =
  | { readonly ok: true; readonly input: { readonly idempotencyKey?: string } }
  | { readonly ok: false; readonly problem: Problem };

const NO_KEY: KeyOutcome = { ok: true, input: {} };

/**
 * A key that could be anybody's is refused, not overlooked: who sends one relies on a retry sending nothing,
 * and shared keys would let a stranger fetch the handle of another client's challenge.
 */
async function resolveIdempotencyKey<From extends readonly unknown[]>(
  call: RouteCall<From>,
  client: ClientContext,
  key: string,
): Promise<KeyOutcome> {
  if (!isIdempotencyKey(key)) {
    const detail = 'Idempotency-Key must be 1 to 256 visible ASCII characters.';
    return { ok: false, problem: createProblem('malformed', { detail }) };
  }
  const owner = ownerOf(await call.options.session?.(...call.exchange.from), client.ip);
  if (owner === null) {
    const detail = 'Send the request without Idempotency-Key: this server cannot tell whose key it is.';
    return { ok: false, problem: createProblem('idempotency-unavailable', { detail }) };
  }
  return { ok: true, input: { idempotencyKey: await mixIdempotencyKey(owner, key) } };
}

/**
 * What many clients share names nobody: an empty session, an address that cannot be read. Gateways write a port behind
 * the address, which differs from connection to connection: a retry must be the same client.
 */
function ownerOf(session: string | undefined, ip: string | undefined): KeyOwner | null {
  if (session !== undefined && session !== '') return { kind: 'session', id: session };
  const address = ip === undefined ? null : readClientAddress(ip);
  return address === null ? null : { kind: 'address', id: address.ip };
}
