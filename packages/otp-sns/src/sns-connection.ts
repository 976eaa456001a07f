/** How to reach SNS, by AWS's own credentials, by given ones, or through a client of the SDK: options and their check. */
import { text } from '@countersign/otp-core/settings';
import type { VendorOptions } from '@countersign/otp-provider-utils';

/** One of the two, never both. */
export type SnsConnectionOptions = SnsAccountOptions | SnsInjectedClientOptions;

/** The SDK's client is made here, at the first message. */
export interface SnsAccountOptions extends SnsTimeoutOptions {
  /**
   * Keys of an IAM user or role with `sns:Publish`.
   * @defaultValue AWS's own chain: environment, profile, web identity, container, instance
   */
  readonly credentials?: SnsCredentials;
  /** For example `eu-west-1`; one that offers text messages. @defaultValue as AWS finds it: `AWS_REGION`, the profile */
  readonly region?: string;
  /** Plain http only on loopback. @defaultValue the region's; `AWS_ENDPOINT_URL_SNS` and the like as AWS reads them */
  readonly endpoint?: string;
  readonly client?: never;
}

/** A client of your own, for a proxy, an assumed role or another transport. It is used as it is, and never closed. */
export interface SnsInjectedClientOptions extends SnsTimeoutOptions {
  /** An `SNSClient` of the package @aws-sdk/client-sns. Its retries and its log do not touch these calls. */
  readonly client: SnsClient;
  readonly credentials?: never;
  readonly region?: never;
  readonly endpoint?: never;
}

/** An access key. */
export interface SnsCredentials {
  /** Not secret. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Needed by temporary keys, which start with `ASIA`. */
  readonly sessionToken?: string;
}

interface SnsTimeoutOptions {
  /**
   * For the whole call, in milliseconds: loading the SDK, finding credentials, connecting, answering. 1 to 60,000.
   * @defaultValue 10_000
   */
  readonly timeoutMs?: number;
}

/**
 * What this package uses of the SDK's client, as a shape: an `SNSClient` of any copy of the SDK fits, and nobody needs
 * its types who does not use it.
 */
export interface SnsClient {
  send(command: never, options: SnsCallOptions): PromiseLike<unknown>;
  readonly middlewareStack: object;
}

/** What every call tells the SDK. */
export interface SnsCallOptions {
  abortSignal: AbortSignal;
}

/** A checked way to SNS: settings of a client that is made here, or a client of somebody else's. */
export type SnsConnection =
  | { readonly kind: 'own'; readonly settings: SnsClientSettings; readonly timeoutMs: number }
  | { readonly kind: 'injected'; readonly client: SnsClient; readonly timeoutMs: number };

/** What is left out AWS's own settings decide. */
export type SnsClientSettings = Pick<SnsAccountOptions, 'region' | 'endpoint' | 'credentials'>;

export const REGION = text(/^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/, 'a region such as eu-west-1');

export const SENDER_ID = text(
  /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{1,9}[A-Za-z0-9]$/,
  '3 to 11 letters, digits and hyphens, with a letter and no hyphen at an end',
);
export const ORIGINATION_NUMBER = text(/^\+?\d{5,14}$/, 'a number or a short code, 5 to 14 digits');
export const REGISTERED_ID = text(/^[\x21-\x7e]{1,50}$/, '1 to 50 characters, as the register gave it');

/** Shapes that cannot be typing errors; whether AWS knows the key it says itself. */
const ACCESS_KEY_ID = text(/^[A-Za-z0-9_]{16,128}$/, 'an access key id: 16 to 128 letters and digits, often AKIA…');
const SECRET_ACCESS_KEY = text(
  /^[\x21-\x7e]{16,128}$/,
  'the secret of the access key: 16 to 128 characters, no spaces',
);
const SESSION_TOKEN = text(/^[\x21-\x7e]{1,16384}$/, 'a session token: no spaces, no line breaks');

/** What is returned beside a problem is never used. */
export function readConnection(given: VendorOptions): SnsConnection {
  const timeoutMs = given.timeoutMs();
  const others = ['credentials', 'region', 'endpoint'];
  const client = given.client<SnsClient>('an SNSClient of the package @aws-sdk/client-sns 3', isSnsClient, others);
  if (client !== null) return { kind: 'injected', client, timeoutMs };
  const region = given.optionalText('region', REGION);
  const endpoint = given.baseUrl('endpoint', 'https://sns.eu-west-1.amazonaws.com');
  const credentials = readCredentials(given);
  const settings = {
    ...(region === null ? {} : { region }),
    ...(endpoint === null ? {} : { endpoint: String(given.value('endpoint')) }),
    ...(credentials === null ? {} : { credentials }),
  };
  return { kind: 'own', settings, timeoutMs };
}

function isSnsClient({ send, middlewareStack }: Readonly<Record<string, unknown>>): boolean {
  return typeof send === 'function' && typeof middlewareStack === 'object' && middlewareStack !== null;
}

function readCredentials(given: VendorOptions): SnsCredentials | null {
  const key = given.value('credentials') === undefined ? null : given.within('credentials');
  if (key === null) return null;
  const accessKeyId = key.text('accessKeyId', ACCESS_KEY_ID);
  const secretAccessKey = key.text('secretAccessKey', SECRET_ACCESS_KEY);
  const sessionToken = key.optionalText('sessionToken', SESSION_TOKEN);
  if (sessionToken === null && accessKeyId.startsWith('ASIA')) {
    key.add('sessionToken', 'is needed by a temporary access key (ASIA…)');
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) };
}
