/** Checks the options of an account and puts them in the shape that calls need. */
import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import { readBaseUrl } from './read-base-url.ts';
import type { TwilioClient } from './twilio-client.ts';

/** An account that can be asked. */
export type TwilioConnection = OwnConnection | InjectedConnection;

/** The client is made here, for each call. */
export interface OwnConnection {
  readonly kind: 'own';
  readonly accountSid: string;
  readonly username: string;
  readonly password: string;
  readonly baseUrl: URL | null;
  readonly region: string;
  readonly edge: string;
  readonly timeoutMs: number;
}

/** The client is somebody else's. */
export interface InjectedConnection {
  readonly kind: 'injected';
  readonly client: TwilioClient;
  readonly timeoutMs: number;
}

export const CONNECTION_OPTIONS = [
  'accountSid',
  'authToken',
  'apiKeySid',
  'apiKeySecret',
  'baseUrl',
  'region',
  'edge',
  'timeoutMs',
  'client',
] as const;

type Given = Readonly<Record<string, unknown>>;

/** What is returned beside a problem is never used. */
export function readConnection(given: Given, problems: OptionProblems): TwilioConnection {
  const { timeoutMs = 10_000 } = given;
  problems.addUnlessInteger('timeoutMs', timeoutMs, 1, 60_000);
  return given.client === undefined
    ? readOwnConnection(given, timeoutMs as number, problems)
    : readInjectedConnection(given, timeoutMs as number, problems);
}

/** What no answer may repeat. A client of somebody else's keeps its secret to itself. */
export function credentialsOf(connection: TwilioConnection): readonly string[] {
  return connection.kind === 'own' ? [connection.password] : [];
}

/** True for a SID of the kind: two letters and 32 hexadecimal digits. */
export function isSid(value: unknown, prefix: string): value is string {
  return typeof value === 'string' && new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(value);
}

function readOwnConnection(given: Given, timeoutMs: number, problems: OptionProblems): OwnConnection {
  const { accountSid } = given;
  if (!isSid(accountSid, 'AC')) problems.add('accountSid', 'must be an account SID: AC and 32 hexadecimal digits');
  const baseUrl = readBaseUrl(given.baseUrl, problems);
  const region = readPlace(given, 'region', problems);
  const edge = readPlace(given, 'edge', problems);
  if (baseUrl !== null && region + edge !== '') problems.add('baseUrl', 'cannot go together with region or edge');
  const key = readKey(given, problems);
  return {
    kind: 'own',
    accountSid: accountSid as string,
    username: key.sid ?? (accountSid as string),
    password: key.secret,
    baseUrl,
    region,
    edge,
    timeoutMs,
  };
}

function readKey(given: Given, problems: OptionProblems): { sid: string | null; secret: string } {
  const { authToken, apiKeySid, apiKeySecret } = given;
  if (apiKeySid === undefined && apiKeySecret === undefined) {
    if (authToken === undefined)
      problems.add('authToken', 'is missing; an apiKeySid with its apiKeySecret would do too');
    else checkSecret('authToken', authToken, problems);
    return { sid: null, secret: authToken as string };
  }
  if (authToken !== undefined) problems.add('authToken', 'cannot go together with apiKeySid and apiKeySecret');
  if (!isSid(apiKeySid, 'SK')) problems.add('apiKeySid', 'must be the SID of an API key: SK and 32 hexadecimal digits');
  checkSecret('apiKeySecret', apiKeySecret, problems);
  return { sid: apiKeySid as string, secret: apiKeySecret as string };
}

/** Both kinds have had 32 characters for ever, which nobody has promised: what is checked is what people mix up. */
export function checkSecret(option: string, value: unknown, problems: OptionProblems): void {
  if (typeof value !== 'string' || !/^[\x21-\x7e]{16,128}$/.test(value)) {
    problems.add(option, 'must be 16 to 128 characters without spaces, as the console shows it');
  } else if (/^[A-Z]{2}[0-9a-fA-F]{32}$/.test(value)) {
    problems.add(option, 'is a SID, not a secret');
  }
}

function readPlace(given: Given, option: 'region' | 'edge', problems: OptionProblems): string {
  const value = given[option];
  if (value === undefined) return '';
  if (typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value)) return value;
  problems.add(option, `must be a name such as '${option === 'region' ? 'ie1' : 'dublin'}'`);
  return '';
}

function readInjectedConnection(given: Given, timeoutMs: number, problems: OptionProblems): InjectedConnection {
  for (const option of CONNECTION_OPTIONS) {
    if (option !== 'client' && option !== 'timeoutMs' && given[option] !== undefined) {
      problems.add(option, 'has no effect beside a client');
    }
  }
  const { client } = given;
  if (!isOptions(client)) problems.add('client', 'must be a client of the twilio package');
  // One call would be up to four messages, as its own waits and the vendor's answers decide.
  else if (client.autoRetry === true) problems.add('client', 'must not retry by itself: make it without autoRetry');
  return { kind: 'injected', client: client as TwilioClient, timeoutMs };
}
