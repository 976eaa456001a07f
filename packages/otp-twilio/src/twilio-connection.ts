/** How an account is reached and proven, alike for both products: its options, and their check. */
import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import { type GivenOptions, readBaseUrl, readTimeout, refuseBeside } from '@countersign/otp-provider-utils';

/** Whose account it is. */
export type TwilioConnectionOptions = TwilioAuthTokenOptions | TwilioApiKeyOptions | TwilioClientOptions;

/** The account's own secret. */
export interface TwilioAuthTokenOptions extends TwilioEndpointOptions {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  /** The primary auth token. It opens the whole account; an API key can be revoked by itself. */
  readonly authToken: string;
  readonly apiKeySid?: never;
  readonly apiKeySecret?: never;
  readonly client?: never;
}

/** A key of the account. Receipts are signed with the auth token all the same. */
export interface TwilioApiKeyOptions extends TwilioEndpointOptions {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  /** `SK` and 32 hexadecimal digits. */
  readonly apiKeySid: string;
  readonly apiKeySecret: string;
  readonly authToken?: never;
  readonly client?: never;
}

/** Where requests go to, and how long they may take. */
export interface TwilioEndpointOptions {
  /** Replaces `https://api.twilio.com` and `https://verify.twilio.com`; plain http only to this machine. @defaultValue Twilio's own hosts */
  readonly baseUrl?: string;
  /** Where Twilio processes and stores, such as `ie1`. @defaultValue Twilio's own, which is `us1` */
  readonly region?: string;
  /** Where requests enter Twilio's network, such as `dublin`. @defaultValue Twilio's own choice */
  readonly edge?: string;
  /** Milliseconds for the whole of a call, 1 to 60,000. @defaultValue 10000 */
  readonly timeoutMs?: number;
}

/** A client of yours: for a proxy, a certificate authority or OAuth. */
export interface TwilioClientOptions {
  /**
   * Made by the `twilio` package, without `autoRetry`. A request that an end of time overtakes is no longer waited
   * for, but not cut off either: give the client a `timeout` of its own.
   */
  readonly client: TwilioClient;
  /** Milliseconds for the whole of a call, 1 to 60,000. @defaultValue 10000 */
  readonly timeoutMs?: number;
  readonly accountSid?: never;
  readonly authToken?: never;
  readonly apiKeySid?: never;
  readonly apiKeySecret?: never;
  readonly baseUrl?: never;
  readonly region?: never;
  readonly edge?: never;
}

/**
 * What this package uses of the SDK's client, as a shape: a `Twilio` of any copy of the SDK fits, and nobody needs its
 * types who does not use it.
 */
export interface TwilioClient {
  readonly messages: {
    create(message: TwilioMessageBody): PromiseLike<unknown>;
  };
  readonly verify: {
    readonly v2: {
      services(serviceSid: string): TwilioVerifyService;
    };
  };
}

/** One service of Twilio Verify. */
export interface TwilioVerifyService {
  readonly verifications: TwilioVerifications;
  readonly verificationChecks: {
    create(check: { code: string; to: string } | { code: string; verificationSid: string }): PromiseLike<unknown>;
  };
}

/** Starts a verification, or takes hold of one that was started. */
export interface TwilioVerifications {
  (verificationSid: string): { update(change: { status: 'canceled' }): PromiseLike<unknown> };
  create(verification: TwilioVerificationBody): PromiseLike<unknown>;
}

/** The body of a message. */
export interface TwilioMessageBody {
  to: string;
  body: string;
  from?: string;
  messagingServiceSid?: string;
  validityPeriod: number;
  statusCallback?: string;
}

/** The body of a verification. */
export interface TwilioVerificationBody {
  to: string;
  channel: string;
  locale?: string;
  customFriendlyName?: string;
  appHash?: string;
  templateSid?: string;
  templateCustomSubstitutions?: string;
  rateLimits?: Readonly<Record<string, string>>;
  deviceIp?: string;
}

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

/** What is returned beside a problem is never used. */
export function readConnection(given: GivenOptions, problems: OptionProblems): TwilioConnection {
  const timeoutMs = readTimeout(given, problems);
  return given.client === undefined
    ? readOwnConnection(given, timeoutMs, problems)
    : readInjectedConnection(given, timeoutMs, problems);
}

/** What no answer may repeat. A client of somebody else's keeps its secret to itself. */
export function credentialsOf(connection: TwilioConnection): readonly string[] {
  return connection.kind === 'own' ? [connection.password] : [];
}

/** True for a SID of the kind: two letters and 32 hexadecimal digits. */
export function isSid(value: unknown, prefix: string): value is string {
  return typeof value === 'string' && new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(value);
}

function readOwnConnection(given: GivenOptions, timeoutMs: number, problems: OptionProblems): OwnConnection {
  const { accountSid } = given;
  if (!isSid(accountSid, 'AC')) problems.add('accountSid', 'must be an account SID: AC and 32 hexadecimal digits');
  const baseUrl = readBaseUrl(given, 'baseUrl', 'https://twilio.example', problems);
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

function readKey(given: GivenOptions, problems: OptionProblems): { sid: string | null; secret: string } {
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

function readPlace(given: GivenOptions, option: 'region' | 'edge', problems: OptionProblems): string {
  const value = given[option];
  if (value === undefined) return '';
  if (typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value)) return value;
  problems.add(option, `must be a name such as '${option === 'region' ? 'ie1' : 'dublin'}'`);
  return '';
}

function readInjectedConnection(given: GivenOptions, timeoutMs: number, problems: OptionProblems): InjectedConnection {
  const others = CONNECTION_OPTIONS.filter((option) => option !== 'client' && option !== 'timeoutMs');
  refuseBeside('client', given, others, problems);
  const { client } = given;
  if (!isOptions(client)) problems.add('client', 'must be a client of the twilio package');
  // One call would be up to four messages, as its own waits and the vendor's answers decide.
  else if (client.autoRetry === true) problems.add('client', 'must not retry by itself: make it without autoRetry');
  return { kind: 'injected', client: client as unknown as TwilioClient, timeoutMs };
}
