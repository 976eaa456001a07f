/** Asks Telnyx once: through the SDK, whose requests go over Node's own client, or through a client of the app's. */
import {
  type Asking,
  askOnce,
  type Exchange,
  notLoaded,
  readFields,
  requestOnce,
} from '@countersign/otp-provider-utils';

/**
 * What this package uses of the SDK's client, as a shape: a `Telnyx` of any copy of the SDK fits, and nobody needs its
 * types who does not use it.
 */
export interface TelnyxClient {
  readonly messages: {
    send(body: TelnyxMessageBody, options: TelnyxCallOptions): PromiseLike<unknown>;
  };
  readonly verifications: {
    triggerSMS(body: TelnyxVerificationBody, options: TelnyxCallOptions): PromiseLike<unknown>;
    readonly actions: {
      verify(verificationId: string, body: { code: string }, options: TelnyxCallOptions): PromiseLike<unknown>;
    };
    readonly byPhoneNumber: {
      readonly actions: {
        verify(
          phoneNumber: string,
          body: { code: string; verify_profile_id: string },
          options: TelnyxCallOptions,
        ): PromiseLike<unknown>;
      };
    };
  };
}

/** The body of `POST /messages`. */
export interface TelnyxMessageBody {
  to: string;
  text: string;
  from?: string;
  messaging_profile_id?: string;
  webhook_url?: string;
}

/** The body of `POST /verifications/sms`. */
export interface TelnyxVerificationBody {
  phone_number: string;
  verify_profile_id: string;
  timeout_secs?: number;
}

/** What every call tells the SDK: no retry, no redirect, one end. */
export interface TelnyxCallOptions {
  maxRetries: 0;
  timeout: number;
  signal: AbortSignal;
  fetchOptions: { redirect: 'manual' };
}

/** A checked way to Telnyx. */
export type TelnyxConnection = OwnConnection | InjectedConnection;

/** The client is made here, for each call. */
interface OwnConnection {
  readonly kind: 'own';
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

/** The client is somebody else's. */
interface InjectedConnection {
  readonly kind: 'injected';
  readonly client: TelnyxClient;
  readonly timeoutMs: number;
}

/** Our own end comes first, so that only one of the two has to be understood. */
const LATER_MS = 1_000;

/** One request through the SDK and its answer. Of what it throws only the body of an answer comes along: the rest holds the request. */
export function askTelnyx(
  connection: TelnyxConnection,
  signal: AbortSignal | null,
  request: (client: TelnyxClient, options: TelnyxCallOptions) => PromiseLike<unknown>,
): Promise<Exchange<unknown>> {
  const { timeoutMs } = connection;
  return askOnce({
    timeoutMs,
    signal,
    async ask(asking) {
      const client = connection.kind === 'own' ? await createClient(connection, asking) : connection.client;
      // A client of somebody else's has a transport of its own, which says what it did by its errors only.
      asking.watch.isHandedOver = connection.kind === 'injected';
      return await request(client, {
        maxRetries: 0,
        timeout: timeoutMs + LATER_MS,
        signal: asking.signal,
        fetchOptions: { redirect: 'manual' },
      });
    },
    readThrown: (error) => {
      const { status, headers, error: body } = readFields(error, ['status', 'headers', 'error']);
      if (typeof status !== 'number') return { head: null, body: null };
      return {
        head: { statusCode: status, headers: Object.fromEntries(headers instanceof Headers ? headers : []) },
        body,
      };
    },
  });
}

async function createClient({ apiKey, baseUrl }: OwnConnection, asking: Asking): Promise<TelnyxClient> {
  const { Telnyx } = await loadSdk();
  return new Telnyx({
    apiKey,
    baseURL: baseUrl,
    // What is left out the SDK takes from the environment: another account, or a log that shows every text.
    publicKey: null,
    clientID: null,
    clientSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    fetch: (input: unknown, init: unknown) => fetchOnce(input, init, asking),
  });
}

/** Loaded by the first call and kept by the module loader: it costs a start-up about 100 ms. */
async function loadSdk() {
  try {
    return await import('telnyx');
  } catch (error) {
    throw notLoaded(error, 'telnyx', 'telnyx@7');
  }
}

/** These may have no body, says the constructor of `Response`. */
const WITHOUT_BODY = [204, 205, 304];

/** The `fetch` that the SDK is given, for one call. */
async function fetchOnce(input: unknown, init: unknown, { signal, watch }: Asking): Promise<Response> {
  const { method = 'GET', headers, body } = readFields(init, ['method', 'headers', 'body']);
  const request = {
    method: String(method),
    url: new URL(String(input)),
    headers: Object.fromEntries(new Headers(headers as Headers | undefined)),
    body: typeof body === 'string' ? body : null,
  };
  const answer = await requestOnce(request, signal, watch);
  const isBare = WITHOUT_BODY.includes(answer.statusCode);
  return new Response(isBare ? null : answer.body.toString('utf8'), {
    status: answer.statusCode,
    headers: answer.headers,
  });
}
