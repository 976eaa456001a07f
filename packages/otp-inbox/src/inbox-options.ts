/** The options of an inbox: what they are, their defaults, and everything that can be wrong with them. */
import { InboxConfigurationError, type InboxConfigurationProblem, InboxError } from './errors/inbox-error.ts';
import { isLoopbackAddress } from './http/loopback.ts';

/** Options of `createInbox`. */
export interface InboxOptions {
  /**
   * Port to listen on; `0` takes any free one.
   * @defaultValue 4025
   */
  readonly port?: number | undefined;
  /**
   * Name or address to listen on. One that other machines can reach needs a `token`.
   * @defaultValue '127.0.0.1'
   */
  readonly host?: string | undefined;
  /**
   * How many messages are kept, 1 to 10000; the oldest go first.
   * @defaultValue 1000
   */
  readonly maxMessages?: number | undefined;
  /**
   * Secret that every request must then show: 16 to 256 letters, digits or `-._~+/=`.
   * @defaultValue none: only this machine reaches the inbox
   */
  readonly token?: string | undefined;
}

/** Options after defaults. */
export interface ResolvedInboxOptions {
  readonly port: number;
  readonly host: string;
  readonly maxMessages: number;
  readonly token: string | null;
}

const KNOWN_OPTIONS = ['port', 'host', 'maxMessages', 'token'];
/** The alphabet of a bearer token (RFC 6750): it fits a header as it is. */
const TOKEN = /^[A-Za-z0-9._~+/=-]{16,256}$/;
const HOST = /^[A-Za-z0-9.:_-]{1,253}$/;

/** Checks options and fills in defaults. */
export function resolveInboxOptions(options: InboxOptions): ResolvedInboxOptions {
  refuseProduction();
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InboxConfigurationError([{ option: 'options', message: 'must be an object' }]);
  }
  const { port = 4025, host = '127.0.0.1', maxMessages = 1000, token } = options;
  const problems: InboxConfigurationProblem[] = Object.keys(options)
    .filter((name) => !KNOWN_OPTIONS.includes(name))
    .map((name) => ({ option: name, message: `is not an option; known are ${KNOWN_OPTIONS.join(', ')}` }));
  if (!isWhole(port, 0, 65_535)) problems.push({ option: 'port', message: 'must be a whole number from 0 to 65535' });
  if (!isWhole(maxMessages, 1, 10_000)) {
    problems.push({ option: 'maxMessages', message: 'must be a whole number from 1 to 10000' });
  }
  if (token !== undefined && !(typeof token === 'string' && TOKEN.test(token))) {
    problems.push({ option: 'token', message: 'must be 16 to 256 letters, digits or any of - . _ ~ + / =' });
  }
  problems.push(...hostProblems(host, token));
  if (problems.length > 0) throw new InboxConfigurationError(problems);
  return { port, host, maxMessages, token: token ?? null };
}

/** An inbox shows codes to whoever asks, so there is no option to have one in production. */
function refuseProduction(): void {
  if (process.env.NODE_ENV?.trim().toLowerCase() !== 'production') return;
  throw new InboxError(
    'INBOX_PRODUCTION',
    'The inbox shows one-time passwords to whoever opens it and does not run with NODE_ENV=production. Use a real provider there.',
  );
}

function hostProblems(host: unknown, token: unknown): InboxConfigurationProblem[] {
  if (typeof host !== 'string' || !HOST.test(host)) {
    return [{ option: 'host', message: 'must be a host name or an address, without scheme, port or brackets' }];
  }
  if (isLoopbackAddress(host) || token !== undefined) return [];
  return [{ option: 'host', message: 'is open to other machines: set a token, or use 127.0.0.1' }];
}

function isWhole(value: unknown, minimum: number, maximum: number): boolean {
  return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
}
