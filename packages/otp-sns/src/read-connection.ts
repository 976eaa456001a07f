import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import { createSnsLoader, type LoadedSns, type SnsClientSettings } from './load-sns.ts';
import { isLoopbackHost } from './loopback-host.ts';
import type { SnsClient } from './sns-client.ts';
import type { SnsCredentials } from './sns-connection-options.ts';

/** A checked way to SNS. */
export interface SnsConnection {
  readonly timeoutMs: number;
  readonly load: () => Promise<LoadedSns>;
  /** The transport is ours and tells what it did. */
  readonly isWatched: boolean;
}

export const CONNECTION_OPTIONS = ['client', 'credentials', 'region', 'endpoint', 'timeoutMs'] as const;

/** What is returned beside a problem is never used. */
export function readConnection(given: Readonly<Record<string, unknown>>, problems: OptionProblems): SnsConnection {
  const { client, credentials, region, endpoint, timeoutMs = 10_000 } = given;
  problems.addUnlessInteger('timeoutMs', timeoutMs, 1, 60_000);
  if (client !== undefined) {
    checkClient(client, problems);
    for (const option of ['credentials', 'region', 'endpoint']) {
      if (given[option] !== undefined) problems.add(option, 'has no effect beside client, which has its own');
    }
    return { timeoutMs: Number(timeoutMs), load: createSnsLoader(Object(client) as SnsClient), isWatched: false };
  }
  if (
    region !== undefined &&
    !(typeof region === 'string' && /^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/.test(region))
  ) {
    problems.add('region', 'must be a region such as eu-west-1');
  }
  if (endpoint !== undefined) checkEndpoint(endpoint, problems);
  const settings: SnsClientSettings = {
    ...(region === undefined ? {} : { region: String(region) }),
    ...(endpoint === undefined ? {} : { endpoint: String(endpoint) }),
    ...(credentials === undefined ? {} : { credentials: readCredentials(credentials, problems) }),
  };
  return { timeoutMs: Number(timeoutMs), load: createSnsLoader(settings), isWatched: true };
}

function checkClient(client: unknown, problems: OptionProblems): void {
  const { send, middlewareStack } = Object(client) as { send?: unknown; middlewareStack?: unknown };
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

/** The URL parser forgives too much for an address that texts go to: what a person would read differently is refused. */
function checkEndpoint(endpoint: unknown, problems: OptionProblems): void {
  const isWritten =
    typeof endpoint === 'string' && endpoint.length <= 2048 && /^https?:\/\/[^/\s\\][^\s\\]*$/.test(endpoint);
  if (!isWritten || !URL.canParse(endpoint)) {
    problems.add('endpoint', 'must be an absolute URL such as https://sns.eu-west-1.amazonaws.com');
    return;
  }
  const url = new URL(endpoint);
  if (url.username !== '' || url.password !== '') problems.add('endpoint', 'must not hold credentials');
  if (/[?#]/.test(endpoint)) problems.add('endpoint', 'must have neither a query nor a fragment');
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    problems.add('endpoint', 'must be https; plain http only to localhost');
  }
}
