import type { ClientContext, Scope } from '@countersign/otp-core';
import { OtpMisuseError } from '@countersign/otp-core/adapter';
import { addressOrUnknown, UNKNOWN_ADDRESS } from '../client-address/client-address.ts';
import type { Exchange, Reply } from '../exchange.ts';
import type { ResolvedOtpWebOptions } from '../otp-web-options.ts';
import { createProblem, type Problem } from '../problems/problem.ts';

/** What a route is called with, and what all routes ask of the app. */
export interface RouteCall<From extends readonly unknown[]> {
  readonly exchange: Exchange<From>;
  readonly options: ResolvedOtpWebOptions<From>;
  /** The parsed JSON, of any shape. */
  readonly body: unknown;
  /** When the body was there, by `performance.now()`. */
  readonly startedAtMs: number;
}

export type Route = <From extends readonly unknown[]>(call: RouteCall<From>) => Promise<Reply>;

export type ScopeOutcome =
  | { readonly ok: true; readonly scope: Scope }
  | { readonly ok: false; readonly problem: Problem };

/** The purpose is the client's choice among those listed; the tenant never is. */
export async function resolveScope<From extends readonly unknown[]>(
  call: RouteCall<From>,
  purpose: string | undefined,
): Promise<ScopeOutcome> {
  if (!call.options.purposes.has(purpose ?? 'default')) {
    const detail = purpose === undefined ? 'purpose is needed here.' : 'purpose is none of those served here.';
    return { ok: false, problem: createProblem('malformed', { detail, field: 'purpose' }) };
  }
  const tenant = await call.options.tenant(...call.exchange.from);
  return {
    ok: true,
    scope: { ...(purpose === undefined ? {} : { purpose }), ...(tenant === undefined ? {} : { tenant }) },
  };
}

/** Who asks, as the engine takes it: the address by `clientAddress` alone, and what the app knows of the client. */
export async function resolveClient<From extends readonly unknown[]>(call: RouteCall<From>): Promise<ClientContext> {
  const { options, exchange } = call;
  const { known, ip }: Partial<Record<keyof ClientContext, unknown>> = await options.client(...exchange.from);
  if (ip !== undefined) {
    throw new OtpMisuseError('client gives known alone, and never an ip: say in clientAddress where that is read.');
  }
  if (known !== undefined && typeof known !== 'boolean') {
    throw new OtpMisuseError('client must give { known }: true or false.');
  }
  const address = await resolveAddress(call);
  return { ...(address === undefined ? {} : { ip: address }), ...(known === undefined ? {} : { known }) };
}

async function resolveAddress<From extends readonly unknown[]>(call: RouteCall<From>): Promise<string | undefined> {
  const { clientAddress, reporter } = call.options;
  if (clientAddress === null) return undefined;
  const address = addressOrUnknown(await clientAddress(...call.exchange.from));
  if (address === UNKNOWN_ADDRESS) reporter.reportOnce(new OtpMisuseError(NO_ADDRESS));
  return address;
}

const NO_ADDRESS =
  'clientAddress found no address in a request. All such clients share one limit by address: check which proxies are in front. Told once.';

/** What is left of `answerAfterMs`: what the app's own functions took is part of it, else their time would tell. */
export function answerTime<From extends readonly unknown[]>(
  call: RouteCall<From>,
): { readonly answerAfterMs?: number } {
  const { answerAfterMs } = call.options;
  if (answerAfterMs === undefined) return {};
  return { answerAfterMs: Math.max(1, Math.round(answerAfterMs - (performance.now() - call.startedAtMs))) };
}
