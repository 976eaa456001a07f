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

/** The purpose is the client's choice among those listed. `null`: it is one of them. */
export function refusePurpose(purposes: ReadonlySet<string>, purpose: string | undefined): Problem | null {
  if (purposes.has(purpose ?? 'default')) return null;
  const detail = purpose === undefined ? 'purpose is needed here.' : 'purpose is not one of those served here.';
  return createProblem('malformed', { detail, field: 'purpose' });
}

/** The tenant is never the client's choice. */
export async function resolveScope<From extends readonly unknown[]>(
  { options, exchange }: RouteCall<From>,
  purpose: string | undefined,
): Promise<Scope> {
  const tenant = options.tenant === undefined ? undefined : await options.tenant(...exchange.from);
  return { ...(purpose === undefined ? {} : { purpose }), ...(tenant === undefined ? {} : { tenant }) };
}

/** Who asks, as the engine takes it: the address by `clientAddress` alone, and what the app knows of the client. */
export async function resolveClient<From extends readonly unknown[]>({
  options,
  exchange,
}: RouteCall<From>): Promise<ClientContext> {
  const known = options.client === undefined ? undefined : readKnown(await options.client(...exchange.from));
  const knowledge = known === undefined ? {} : { known };
  if (options.clientAddress === null) return knowledge;
  const ip = addressOrUnknown(await options.clientAddress(...exchange.from));
  if (ip === UNKNOWN_ADDRESS) options.reporter.reportOnce(new OtpMisuseError(NO_ADDRESS));
  return { ip, ...knowledge };
}

/** What the app's function gives is checked: JavaScript has no types. */
function readKnown({ known, ip }: Partial<Record<keyof ClientContext, unknown>>): boolean | undefined {
  if (ip !== undefined) {
    throw new OtpMisuseError('client gives known alone, and never an ip: say in clientAddress where that is read.');
  }
  if (known === undefined || typeof known === 'boolean') return known;
  throw new OtpMisuseError('client must give { known }: true or false.');
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
