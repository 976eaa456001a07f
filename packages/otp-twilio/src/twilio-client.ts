/** Asks Twilio once: through the SDK, whose requests go over Node's own client, or through a client of the app's. */
import {
  type Account,
  type Asking,
  askVendor,
  type Failed,
  handOver,
  notLoaded,
  type ReadyCall,
  requestOnce,
  type Success,
} from '@countersign/otp-provider-utils';
import type { RequestClient } from 'twilio';
import type { OwnConnection, TwilioClient, TwilioConnection } from './twilio-connection.ts';
import { TWILIO } from './twilio-errors.ts';

/**
 * One call of the SDK, and what became of it. `ask` makes one request. Of what the SDK throws nothing but the code comes
 * along: the rest holds the request.
 */
export type AskTwilio = (
  call: ReadyCall,
  asked: readonly string[],
  ask: (client: TwilioClient) => PromiseLike<unknown>,
) => Promise<Success<unknown> | Failed>;

export function createAskTwilio(connection: TwilioConnection, providerId: string): AskTwilio {
  // A client of somebody else's keeps its secret to itself.
  const credentials = connection.kind === 'own' ? [connection.password] : [];
  const account: Account<unknown> = { providerId, vendor: TWILIO, credentials, timeoutMs: connection.timeoutMs };
  return (call, asked, ask) =>
    askVendor(account, call, asked, async (asking) => {
      if (connection.kind === 'own') return await ask(await createClient(connection, asking));
      handOver(asking);
      return await ask(connection.client);
    });
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
