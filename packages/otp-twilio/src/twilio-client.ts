/** Asks Twilio once: through the SDK, whose requests go over Node's own client, or through a client of the app's. */
import {
  type Asking,
  askOnce,
  type Exchange,
  notLoaded,
  readFields,
  requestOnce,
} from '@countersign/otp-provider-utils';
import type { RequestClient } from 'twilio';
import type { OwnConnection, TwilioClient, TwilioConnection } from './twilio-connection.ts';

/**
 * One call of the SDK, and what became of it. Of what it throws nothing but the code comes along, as the body of a
 * refusal: the rest holds the request.
 *
 * @param ask makes one request; called at most once.
 */
export function askTwilio(
  connection: TwilioConnection,
  signal: AbortSignal | null,
  ask: (client: TwilioClient) => PromiseLike<unknown>,
): Promise<Exchange<unknown>> {
  return askOnce({
    timeoutMs: connection.timeoutMs,
    signal,
    async ask(asking) {
      if (connection.kind === 'own') return await ask(await createClient(connection, asking));
      // Its request cannot be ended from here, nor can be seen whether it left.
      asking.watch.isHandedOver = true;
      return await ask(connection.client);
    },
    readThrown: (error) => {
      const { status, code } = readFields(error, ['status', 'code']);
      const head = Number.isInteger(status) ? { statusCode: Number(status), headers: {} } : null;
      return { head, body: readCode(code) };
    },
  });
}

/** One of Twilio's error codes, from wherever it stands; `null` for anything else. Values may be anything, their `toString` too. */
export function readCode(value: unknown): string | null {
  const code = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return /^[1-9]\d{3,5}$/.test(code) ? code : null;
}

/** A client for each call costs some 40 microseconds, and keeps the calls apart. */
async function createClient(connection: OwnConnection, asking: Asking): Promise<TwilioClient> {
  const { Twilio } = await loadSdk();
  const { username, password, accountSid, region, edge } = connection;
  // Empty names are no oversight: for those left out, the SDK would look into the environment.
  return new Twilio(username, password, {
    accountSid,
    region,
    edge,
    httpClient: createHttpClient(connection, asking),
  });
}

/** All that the first call does before it asks. */
export async function loadTwilio(connection: TwilioConnection): Promise<void> {
  if (connection.kind === 'own') await loadSdk();
}

/** Loaded by the first call and kept by the module loader: it costs a start-up about 130 ms. */
async function loadSdk() {
  try {
    return (await import('twilio')).default;
  } catch (error) {
    throw notLoaded(error, 'twilio', 'twilio@6');
  }
}

/** What of the SDK's request matters here. */
interface SdkRequest {
  readonly method: string;
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What the SDK is given in place of its own, which cannot tell what left and reads answers of any size. It serves one call. */
function createHttpClient({ baseUrl }: OwnConnection, { signal, watch }: Asking): RequestClient {
  let isAsked = false;
  async function request({ method, uri, username, password, headers, data = {} }: SdkRequest) {
    // Whatever an SDK of the future would like to try again: one call is one request.
    if (isAsked) throw new Error('Not asked.');
    isAsked = true;
    const fields = Object.entries(data).map(([name, value]): [string, string] => [name, String(value)]);
    const form = new URLSearchParams(fields).toString();
    const wire = {
      method: method.toUpperCase(),
      url: place(new URL(uri), baseUrl),
      headers: {
        ...headers,
        Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        'Content-Length': String(Buffer.byteLength(form)),
      },
      body: form,
    };
    const answer = await requestOnce(wire, signal, watch);
    return { ...answer, body: answer.body.toString('utf8') };
  }
  // The SDK asks its client for nothing but this one method.
  return { request } as unknown as RequestClient;
}

/** A base address may have a path of its own, in front of Twilio's. */
function place(url: URL, baseUrl: URL | null): URL {
  if (baseUrl === null) return url;
  return new URL(`${baseUrl.origin}${baseUrl.pathname.replace(/\/$/, '')}${url.pathname}${url.search}`);
}
