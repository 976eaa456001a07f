/** How to reach SNS, by AWS's own credentials, by given ones, or through a client of the SDK: options and their check. */
import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import {
  type GivenOptions,
  readBaseUrl,
  readFields,
  readOptionalShaped,
  readTimeout,
  refuseBeside,
} from '@countersign/otp-provider-utils';
import type { SnsClient, SnsClientSettings, SnsConnection } from './sns-client.ts';

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

export const CONNECTION_OPTIONS = ['client', 'credentials', 'region', 'endpoint', 'timeoutMs'] as const;

const REGION = /^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** What is returned beside a problem is never used. */
export function readConnection(given: GivenOptions, problems: OptionProblems): SnsConnection {
  const { client, credentials, endpoint } = given;
  const timeoutMs = readTimeout(given, problems);
  if (client !== undefined) {
    checkClient(client, problems);
    refuseBeside('client', given, ['credentials', 'region', 'endpoint'], problems);
    return { kind: 'injected', client: client as SnsClient, timeoutMs };
  }
  const region = readOptionalShaped(given, 'region', REGION, 'a region such as eu-west-1', problems);
  readBaseUrl(given, 'endpoint', 'https://sns.eu-west-1.amazonaws.com', problems);
  const settings: SnsClientSettings = {
    ...(region === null ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint: String(endpoint) }),
    ...(credentials === undefined ? {} : { credentials: readCredentials(credentials, problems) }),
  };
  return { kind: 'own', settings, timeoutMs };
}

/** What no answer may repeat. What AWS or a client of somebody else's finds by itself is not known here. */
export function credentialsOf(connection: SnsConnection): readonly string[] {
  if (connection.kind === 'injected') return [];
  const { secretAccessKey, sessionToken } = readFields(connection.settings.credentials, [
    'secretAccessKey',
    'sessionToken',
  ]);
  return [secretAccessKey, sessionToken].filter((secret) => typeof secret === 'string');
}

function checkClient(client: unknown, problems: OptionProblems): void {
  const { send, middlewareStack } = readFields(client, ['send', 'middlewareStack']);
  if (typeof send !== 'function' || !isOptions(middlewareStack)) {
    problems.add('client', 'must be an SNSClient of the package @aws-sdk/client-sns 3');
  }
}

/** Shapes that cannot be typing errors; whether AWS knows the key it says itself. */
function readCredentials(credentials: unknown, problems: OptionProblems): SnsCredentials {
  if (!isOptions(credentials)) {
    problems.add('credentials', 'must be an object { accessKeyId, secretAccessKey, sessionToken? }');
    return { accessKeyId: '', secretAccessKey: '' };
  }
  const { accessKeyId, secretAccessKey, sessionToken, ...others } = credentials;
  problems.addUnknown('credentials', others, ['accessKeyId', 'secretAccessKey', 'sessionToken']);
  if (typeof accessKeyId !== 'string' || !/^[A-Za-z0-9_]{16,128}$/.test(accessKeyId)) {
    problems.add('credentials.accessKeyId', 'must be an access key id: 16 to 128 letters and digits, often AKIA…');
  }
  if (!isPrintable(secretAccessKey, 16, 128)) {
    problems.add(
      'credentials.secretAccessKey',
      'must be the secret of the access key: 16 to 128 characters, no spaces',
    );
  }
  if (sessionToken !== undefined && !isPrintable(sessionToken, 1, 16_384)) {
    problems.add('credentials.sessionToken', 'must be a session token: no spaces, no line breaks');
  }
  if (sessionToken === undefined && typeof accessKeyId === 'string' && accessKeyId.startsWith('ASIA')) {
    problems.add('credentials.sessionToken', 'is needed by a temporary access key (ASIA…)');
  }
  return {
    accessKeyId: String(accessKeyId),
    secretAccessKey: String(secretAccessKey),
    ...(sessionToken === undefined ? {} : { sessionToken: String(sessionToken) }),
  };
}

function isPrintable(value: unknown, minimum: number, maximum: number): boolean {
  return (
    typeof value === 'string' && value.length >= minimum && value.length <= maximum && /^[\x21-\x7e]+$/.test(value)
  );
}
