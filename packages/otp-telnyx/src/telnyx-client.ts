/** Asks Telnyx once: through the SDK, whose requests go over Node's own client, or through a client of the app's. */
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
import { TELNYX } from './telnyx-errors.ts';

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

/** A checked way to Telnyx: a client that is made here, at the first call, or one of somebody else's. */
export type TelnyxConnection =
  | { readonly kind: 'own'; readonly apiKey: string; readonly baseUrl: string; readonly timeoutMs: number }
  | { readonly kind: 'injected'; readonly client: TelnyxClient; readonly timeoutMs: number };

type OwnConnection = Extract<TelnyxConnection, { readonly kind: 'own' }>;

/** Our own end comes first, so that only one of the two has to be understood. */
const LATER_MS = 1_000;

/** One request through the SDK and its answer. */
export interface AskTelnyx {
  (
    call: ReadyCall,
    asked: readonly string[],
    request: (client: TelnyxClient, options: TelnyxCallOptions) => PromiseLike<unknown>,
  ): Promise<Success<unknown> | Failed>;
  /** All that the first call does before it asks. */
  load(): Promise<TelnyxClient>;
}

/** Carries the asking through the SDK to its `fetch`: the SDK hands on whatever its `fetchOptions` hold. */
const ASKING = Symbol('countersign.telnyx-asking');

/** Makes no client and loads nothing; both come with the first call, and the client is kept. */
export function createAskTelnyx(connection: TelnyxConnection, providerId: string): AskTelnyx {
  const { timeoutMs } = connection;
  // A client of somebody else's keeps its key to itself.
  const credentials = connection.kind === 'own' ? [connection.apiKey] : [];
  const account: Account<unknown> = { providerId, vendor: TELNYX, credentials, timeoutMs };
  let client: TelnyxClient | null = null;
  async function load(): Promise<TelnyxClient> {
    client ??= connection.kind === 'own' ? await createClient(connection) : connection.client;
    return client;
  }
  const ask = (...[call, asked, request]: Parameters<AskTelnyx>) =>
    askVendor(account, call, asked, async (asking) => {
      const loaded = await load();
      if (connection.kind === 'injected') handOver(asking);
      return await request(loaded, {
        maxRetries: 0,
        timeout: timeoutMs + LATER_MS,
        signal: asking.signal,
        fetchOptions: { redirect: 'manual', ...{ [ASKING]: asking } },
      });
    });
  return Object.assign(ask, { load });
}

async function createClient({ apiKey, baseUrl }: OwnConnection): Promise<TelnyxClient> {
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
    fetch: fetchOnce as typeof fetch,
  });
}

/** Loaded by the first call and kept by the module loader: it costs a start-up about 100 ms. */
async function loadSdk() {
  try {
    const library = await import('telnyx');
    // An app may have one of before for other purposes.
    if (typeof library.Telnyx !== 'function') throw new TypeError('telnyx 3 or newer is needed: npm install telnyx@7');
    return library;
  } catch (error) {
    throw notLoaded(error, 'telnyx', 'telnyx@7');
  }
}

/** These may have no body, says the constructor of `Response`. */
const WITHOUT_BODY = [204, 205, 304];

interface TelnyxRequestInit {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: unknown;
  readonly [ASKING]?: Asking;
}

/** The `fetch` that the SDK is given. What came without our asking is nothing that we asked. */
async function fetchOnce(input: unknown, init: TelnyxRequestInit = {}): Promise<Response> {
  const { method = 'GET', headers, body, [ASKING]: asking } = init;
  if (asking === undefined) throw new Error('Not asked.');
  const request = {
    method,
    url: new URL(String(input)),
    headers: Object.fromEntries(new Headers(headers)),
    body: typeof body === 'string' ? body : null,
  };
  const answer = await requestOnce(request, asking.signal, asking.watch);
  const { statusCode: status, headers: answered } = answer;
  return new Response(WITHOUT_BODY.includes(status) ? null : answer.body.toString('utf8'), {
    status,
    headers: answered,
  });
}
