/** The options of an inbox: what they are, their defaults, and everything that can be wrong with them. */
import { InboxConfigurationError, type InboxConfigurationProblem, InboxError } from './errors/inbox-error.ts';
import { readHostName } from './http/host-names.ts';
import { isLoopbackAddress } from './http/loopback.ts';
import { readRule } from './rules/read-rule.ts';
import type { InboxRule } from './rules/rule.ts';
import { MAX_RULES } from './rules/rule-book.ts';
import { findVendorProblems, type InboxVendors } from './vendor-settings.ts';

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
  /**
   * A file that keeps messages over a restart, and the keys that receipts are signed with. It holds codes.
   * @defaultValue none: kept in memory only
   */
  readonly file?: string | undefined;
  /**
   * Address that each message is posted to, as `{ "type": "message", "message": … }`.
   * @defaultValue none
   */
  readonly forward?: string | undefined;
  /** What goes wrong; rules can be added later. @defaultValue none */
  readonly rules?: readonly InboxRule[] | undefined;
  /** What is known of the vendors' accounts. @defaultValue nothing: any credentials of the right shape will do */
  readonly vendors?: InboxVendors | undefined;
  /**
   * Hosts beside this machine that receipts may be posted to: names or addresses, in any spelling that an address may have.
   * @defaultValue none
   */
  readonly receiptHosts?: readonly string[] | undefined;
  /**
   * Hosts whose hooks may be called, beside this machine: names or addresses, in any spelling that an address may have.
   * @defaultValue none; under a `host` that other machines can reach, not even this machine
   */
  readonly hookHosts?: readonly string[] | undefined;
  /** Told in a sentence of what went wrong in the background. @defaultValue nobody */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/** Options after defaults. */
export interface ResolvedInboxOptions {
  readonly port: number;
  readonly host: string;
  readonly maxMessages: number;
  readonly token: string | null;
  readonly file: string | null;
  readonly forward: string | null;
  readonly rules: readonly InboxRule[];
  readonly vendors: InboxVendors;
  readonly receiptHosts: readonly string[];
  readonly hookHosts: readonly string[];
  readonly onWarning: (warning: string) => void;
}

const KNOWN_OPTIONS = [
  'port',
  'host',
  'maxMessages',
  'token',
  'file',
  'forward',
  'rules',
  'vendors',
  'receiptHosts',
  'hookHosts',
  'onWarning',
];
/** The alphabet of a bearer token (RFC 6750): it fits a header as it is. */
const TOKEN = /^[A-Za-z0-9._~+/=-]{16,256}$/;
const HOST = /^[A-Za-z0-9.:_-]{1,253}$/;

/** Checks options and fills in defaults. */
export function resolveInboxOptions(options: InboxOptions): ResolvedInboxOptions {
  refuseProduction();
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InboxConfigurationError([{ option: 'options', message: 'must be an object' }]);
  }
  const { port = 4025, host = '127.0.0.1', maxMessages = 1000, token, file, forward, onWarning } = options;
  const { rules = [], vendors = {}, receiptHosts = [], hookHosts = [] } = options;
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
  problems.push(...hostProblems(host, token), ...ruleProblems(rules), ...findVendorProblems(vendors));
  if (file !== undefined && !(typeof file === 'string' && file !== '' && !file.includes('\0'))) {
    problems.push({ option: 'file', message: 'must be the path of a file' });
  }
  if (forward !== undefined && !isAddress(forward)) {
    problems.push({ option: 'forward', message: 'must be an address that starts with http:// or https://' });
  }
  for (const [option, hosts] of Object.entries({ receiptHosts, hookHosts })) {
    if (Array.isArray(hosts) && hosts.every((each) => readHostName(each) !== null)) continue;
    problems.push({ option, message: 'must be a list of host names or addresses, without scheme and port' });
  }
  if (onWarning !== undefined && typeof onWarning !== 'function') {
    problems.push({ option: 'onWarning', message: 'must be a function' });
  }
  if (problems.length > 0) throw new InboxConfigurationError(problems);
  return {
    port,
    host,
    maxMessages,
    token: token ?? null,
    file: file ?? null,
    forward: forward ?? null,
    rules,
    vendors,
    receiptHosts,
    hookHosts,
    onWarning: onWarning ?? (() => undefined),
  };
}

function ruleProblems(rules: unknown): InboxConfigurationProblem[] {
  if (!Array.isArray(rules) || rules.length > MAX_RULES) {
    return [{ option: 'rules', message: `must be an array of at most ${MAX_RULES} rules` }];
  }
  return rules.flatMap((rule: unknown, index) => {
    const read = readRule(rule);
    return read.status === 'read' ? [] : [{ option: `rules[${index}]`, message: read.problem }];
  });
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);
}

/** An inbox shows codes to whoever asks, so there is no option to have one in production. */
function refuseProduction(): void {
  if (process.env.NODE_ENV?.trim().toLowerCase() !== 'production') return;
  throw new InboxError(
    'INBOX_PRODUCTION',
    'The inbox shows one-time passwords to anyone who opens it, so it does not run with NODE_ENV=production. Use a real provider there.',
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
