/** One call of the engine: where it counts, when it must end, and who can end it earlier. */
import { isOptions } from '../adapter/options.ts';
import { OtpAbortedError, OtpMisuseError } from '../errors/otp-error.ts';
import { readLocale } from '../message/index.ts';
import { DEFAULT_PURPOSE, DEFAULT_TENANT, isScopeName } from '../policy/index.ts';
import type { EngineContext, PurposeSettings } from './engine-context.ts';
import type { ClientContext } from './otp-engine.ts';

export interface Call {
  readonly tenant: string;
  readonly purpose: string;
  readonly settings: PurposeSettings;
  readonly client: ClientContext;
  readonly locale: string | null;
  readonly startedAtMs: number;
  readonly endsAtMs: number;
  readonly signal: AbortSignal | undefined;
}

/** @throws OtpMisuseError for what only the calling code can get wrong; OtpAbortedError where nobody waits any more */
export function beginCall(context: EngineContext, input: unknown): Call {
  if (!isOptions(input)) throw new OtpMisuseError('The input must be an object.');
  const purpose = readScopeName('purpose', input.purpose, DEFAULT_PURPOSE);
  const signal = readSignal(input.signal);
  if (signal?.aborted) throw new OtpAbortedError();
  const startedAtMs = context.clock.now();
  return {
    tenant: readScopeName('tenant', input.tenant, DEFAULT_TENANT),
    purpose,
    settings: context.purposeOf(purpose),
    client: readClient(input.client),
    locale: readLanguage(input.locale),
    startedAtMs,
    endsAtMs: startedAtMs + context.deadlines.totalMs,
    signal,
  };
}

function readScopeName(name: string, value: unknown, fallback: string): string {
  if (value === undefined) return fallback;
  if (isScopeName(value)) return value;
  throw new OtpMisuseError(`${name} must be 1 to 64 visible ASCII characters.`);
}

function readSignal(value: unknown): AbortSignal | undefined {
  if (value === undefined || value instanceof AbortSignal) return value;
  throw new OtpMisuseError('signal must be an AbortSignal.');
}

/** Proxies put into the address what clients write into headers: what is no address is cut, and is a bucket of its own. */
function readClient(value: unknown): ClientContext {
  const { ip = '', known = false } = isOptions(value) ? value : {};
  const isClient = value === undefined || isOptions(value);
  if (!isClient || typeof ip !== 'string' || typeof known !== 'boolean') {
    throw new OtpMisuseError('client must be { ip, known }: a string, true or false.');
  }
  return ip === '' ? { known } : { ip: ip.slice(0, 64), known };
}

/** Languages come from clients: one that makes no sense reads like none. */
function readLanguage(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value !== 'string') throw new OtpMisuseError('locale must be a string, a BCP 47 tag.');
  return readLocale(value);
}
