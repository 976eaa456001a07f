/** How an account is reached and proven, alike for both products: its options, and their check. */
import { type Shape, text } from '@countersign/otp-core/settings';
import type { VendorOptions } from '@countersign/otp-provider-utils';

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

/** An account that can be asked: through a client that is made here, for each call, or one of somebody else's. */
export type TwilioConnection =
  | OwnConnection
  | { readonly kind: 'injected'; readonly client: TwilioClient; readonly timeoutMs: number };

/** What the client is made of. */
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

/** A SID of Twilio's: two letters and 32 hexadecimal digits. */
export function sid(prefix: string, what: string): Shape {
  return text(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `${what}: ${prefix} and 32 hexadecimal digits`);
}

/** Both kinds have had 32 characters for ever, which nobody has promised: what is checked is what people mix up. */
export const SECRET = text(
  /^(?![A-Z]{2}[0-9a-f]{32}$)[\x21-\x7e]{16,128}$/i,
  'a secret as the console shows it, 16 to 128 characters, not a SID',
);
export const PLACE = text(/^[a-z][a-z0-9-]{0,31}$/, "a name such as 'ie1' or 'dublin'");
export const ACCOUNT_SID = sid('AC', 'an account SID');
export const API_KEY_SID = sid('SK', 'the SID of an API key');
export const MESSAGING_SERVICE_SID = sid('MG', 'a Messaging Service');
export const VERIFY_SERVICE_SID = sid('VA', 'a Verify service');

export function isSid(value: unknown, prefix: string): value is string {
  return typeof value === 'string' && sid(prefix, 'a SID').read(value) !== null;
}

/** What is returned beside a problem is never used. */
export function readConnection(given: VendorOptions): TwilioConnection {
  const timeoutMs = given.timeoutMs();
  const others = ['accountSid', 'authToken', 'apiKeySid', 'apiKeySecret', 'baseUrl', 'region', 'edge'];
  const client = given.client<TwilioClient>('a client of the twilio package, without autoRetry', isPatient, others);
  if (client !== null) return { kind: 'injected', client, timeoutMs };
  const accountSid = given.text('accountSid', ACCOUNT_SID);
  const baseUrl = given.baseUrl('baseUrl', 'https://twilio.example');
  const region = given.optionalText('region', PLACE) ?? '';
  const edge = given.optionalText('edge', PLACE) ?? '';
  if (baseUrl !== null && region + edge !== '') given.add('baseUrl', 'cannot go together with region or edge');
  return { kind: 'own', accountSid, ...readKey(given, accountSid), baseUrl, region, edge, timeoutMs };
}

function readKey(given: VendorOptions, accountSid: string): Pick<OwnConnection, 'username' | 'password'> {
  const isTokenGiven = given.value('authToken') !== undefined;
  if (given.value('apiKeySid') !== undefined || given.value('apiKeySecret') !== undefined) {
    if (isTokenGiven) given.add('authToken', 'cannot go together with apiKeySid and apiKeySecret');
    return { username: given.text('apiKeySid', API_KEY_SID), password: given.text('apiKeySecret', SECRET) };
  }
  if (isTokenGiven) return { username: accountSid, password: given.text('authToken', SECRET) };
  given.add('authToken', 'is missing; an apiKeySid with its apiKeySecret would do too');
  return { username: accountSid, password: '' };
}

/** One call would be up to four messages otherwise, as its own waits and the vendor's answers decide. */
function isPatient({ autoRetry }: Readonly<Record<string, unknown>>): boolean {
  return autoRetry !== true;
}
