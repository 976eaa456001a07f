/** Asks SNS once: through the SDK over Node's own client, or through a client of the app's. */
import {
  type AnswerHead,
  type Asking,
  askVendor,
  createWatch,
  type Failed,
  handOver,
  NotAskedError,
  notLoaded,
  type ReadyCall,
  readFields,
  requestOnce,
  type Success,
} from '@countersign/otp-provider-utils';
import type { SnsCallOptions, SnsClient, SnsClientSettings, SnsConnection } from './sns-connection.ts';
import type { SnsApi } from './sns-errors.ts';

type Sdk = typeof import('@aws-sdk/client-sns');

/** One request through the SDK. The body is what the SDK read, or `SnsWords`. */
export interface AskSns {
  (
    api: SnsApi,
    call: ReadyCall,
    asked: readonly string[],
    question: (sdk: Sdk) => { readonly middlewareStack: unknown },
  ): Promise<Success<unknown> | Failed>;
  /** All that the first call does before it asks. */
  load(): Promise<{ readonly sdk: Sdk; readonly client: SnsClient }>;
}

/** Carries the asking through the SDK to the transport: the SDK hands on the options of a call as they are. */
const ASKING = Symbol('countersign.sns-asking');

/** Makes no client and loads nothing; both come with the first call, and the client is kept with the credentials that it found. */
export function createAskSns(connection: SnsConnection, providerId: string): AskSns {
  const credentials = credentialsOf(connection);
  let kept: SnsClient | null = null;
  async function load() {
    const sdk = await loadSdk();
    kept ??= connection.kind === 'own' ? createClient(sdk, connection.settings) : connection.client;
    return { sdk, client: kept };
  }
  const { timeoutMs } = connection;
  const ask = (...[vendor, call, asked, question]: Parameters<AskSns>) =>
    askVendor({ providerId, vendor, credentials, timeoutMs }, call, asked, async (asking) => {
      const { sdk, client } = await load();
      return await sendOnce(client, question(sdk), connection.kind, asking);
    });
  return Object.assign(ask, { load });
}

/** What no answer may repeat. What AWS or a client of somebody else's finds by itself is not known here. */
function credentialsOf(connection: SnsConnection): readonly string[] {
  const credentials = connection.kind === 'own' ? connection.settings.credentials : undefined;
  return [credentials?.secretAccessKey, credentials?.sessionToken].filter((secret) => secret !== undefined);
}

/** Loaded by the first call and kept by the module loader: it costs a start-up about 70 ms. */
async function loadSdk(): Promise<Sdk> {
  try {
    return await import('@aws-sdk/client-sns');
  } catch (error) {
    throw notLoaded(error, '@aws-sdk/client-sns', '@aws-sdk/client-sns@3');
  }
}

function createClient(sdk: Sdk, settings: SnsClientSettings): SnsClient {
  return new sdk.SNSClient({ ...settings, maxAttempts: 1, retryMode: 'standard', requestHandler: createTransport() });
}

/** As much of a command's middleware as is needed here; the SDK's own types are generic over every input. */
interface MiddlewareStack {
  add(middleware: Middleware, options: object): void;
}
type Middleware = (next: Handler) => Handler;
type Handler = (request: object) => Promise<{ readonly response: unknown }>;

/**
 * Makes one command go out once, unlogged and watched, whatever client sends it. A client's retries are set when it is
 * made, and a second attempt would be a second message. A command has middleware of its own, though, which takes the
 * place of the client's of the same name.
 *
 * The SDK looks up its settings before each request, and fails there with the errors of others: what breaks before the
 * command is handed over, signed, to a transport was not asked.
 */
async function sendOnce(
  client: SnsClient,
  command: { readonly middlewareStack: unknown },
  kind: SnsConnection['kind'],
  asking: Asking,
): Promise<unknown> {
  const { watch, signal } = asking;
  const stack = command.middlewareStack as MiddlewareStack;
  let isSetUp = true;
  // A transport of somebody else's says what it did by its errors only; a client that leaves our middleware out, not even that.
  if (kind === 'injected') handOver(asking);
  stack.add((next) => next, { name: 'retryMiddleware', step: 'finalizeRequest', priority: 'high', override: true });
  // That of the SDK would log the text, which AWS does not count among the things to hide.
  const begin: Middleware = (next) => async (request) => {
    isSetUp = false;
    watch.isHandedOver = false;
    return await next(request);
  };
  stack.add(begin, { name: 'loggerMiddleware', step: 'initialize', priority: 'normal', override: true });
  // The last before the transport.
  const watcher: Middleware = (next) => async (request) => {
    // Looking up settings takes its time, and a transport of somebody else's need not listen to the signal.
    if (kind === 'injected') handOver(asking);
    isSetUp = true;
    const result = await next(request);
    const { statusCode, headers } = readFields(result.response, ['statusCode', 'headers']);
    // Copied: the SDK goes on to change them.
    if (typeof statusCode === 'number') watch.head = { statusCode, headers: { ...(headers as AnswerHead['headers']) } };
    return result;
  };
  stack.add(watcher, { name: 'countersignWatcher', step: 'deserialize', priority: 'low' });
  try {
    const options: SnsCallOptions = { abortSignal: signal, ...{ [ASKING]: asking } };
    return await client.send(command as never, options);
  } catch (error) {
    throw isSetUp ? error : readSetupFault(error);
  }
}

/** For what has no asking of ours: the SDK fetches some credentials through the same transport. */
const LONGEST_MS = 60_000;

/** A request as the SDK gives it to a transport. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** In the shape that the SDK takes for a `requestHandler`. The SDK's `requestTimeout` only warns; here the end of the call ends everything. */
function createTransport() {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: SdkRequest, options: { readonly [ASKING]?: Asking } = {}) {
      const { signal, watch } = options[ASKING] ?? { signal: AbortSignal.timeout(LONGEST_MS), watch: createWatch() };
      const { method, headers, body } = request;
      const isSendable = typeof body === 'string' || body instanceof Uint8Array;
      const wire = { method, headers, url: toUrl(request), body: isSendable ? body : null };
      return { response: await requestOnce(wire, signal, watch) };
    },
    updateHttpClientConfig: (): void => {},
    httpHandlerConfigs: () => ({}),
    destroy: (): void => {},
  };
}

function toUrl({ protocol, hostname, port, path, query = {} }: SdkRequest): URL {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
  url.pathname = path;
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value ?? ''].flat()) url.searchParams.append(name, each);
  }
  return url;
}

/** Why nothing was handed to a transport: AWS's settings are looked up before each request. */
function readSetupFault(error: unknown): NotAskedError {
  const { name, message, $fault: fault } = readFields(error, ['name', 'message', '$fault']);
  if (message === 'Region is missing') {
    return new NotAskedError('configuration', 'AWS found no region: set region or AWS_REGION');
  }
  // A service that refused before SNS was asked is the one that gives out credentials.
  const isOfCredentials = typeof name === 'string' && /^(?:Credentials|Token)?ProviderError$/.test(name);
  return isOfCredentials || fault !== undefined
    ? new NotAskedError('authentication', 'AWS found no credentials in the environment, profile, container or instance')
    : new NotAskedError('configuration', 'The SDK could not make the request');
}
