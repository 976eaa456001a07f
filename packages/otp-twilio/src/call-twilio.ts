/** One call of the SDK, and what became of it. Never rejects, never retries, never outlives `timeoutMs`. */
import { createUnloadedError, explainUnloadedPackage, parseRetryAfter } from '@countersign/otp-core/adapter';
import { type CallEnd, createCallEnd } from './call-end.ts';
import { readCode } from './read-code.ts';
import type { OwnConnection, TwilioConnection } from './read-connection.ts';
import { createSdkTransport } from './sdk-transport.ts';
import type { TwilioClient } from './twilio-client.ts';
import { codeOf, type WireExchange, type WireHead } from './wire-exchange.ts';

export type TwilioAnswer<Value> = { readonly status: 'succeeded'; readonly value: Value } | TwilioTrouble;

/** Anything but an answer of success. Of errors nothing but codes comes along: the rest holds the request. */
export type TwilioTrouble =
  /** Twilio, or something in front of it, answered with another status than 2xx. */
  | {
      readonly status: 'rejected';
      readonly statusCode: number;
      readonly code: string | null;
      readonly retryAfterMs?: number;
    }
  /** A 2xx that makes no sense. */
  | { readonly status: 'unreadable'; readonly statusCode: number | null }
  | {
      readonly status: 'broken';
      readonly cause: 'timeout' | 'aborted' | 'failed';
      readonly mayHaveLeft: boolean;
      readonly code: string | null;
      readonly statusCode: number | null;
    }
  | { readonly status: 'not-loaded'; readonly explanation: string };

/** @param ask makes one request; called at most once. */
export async function callTwilio<Value>(
  connection: TwilioConnection,
  signal: AbortSignal | null,
  ask: (client: TwilioClient) => PromiseLike<Value>,
): Promise<TwilioAnswer<Value>> {
  const end = createCallEnd(connection.timeoutMs, signal);
  try {
    return await (connection.kind === 'own' ? askOwn(connection, end, ask) : askInjected(connection.client, end, ask));
  } finally {
    end.dispose();
  }
}

async function askOwn<Value>(
  connection: OwnConnection,
  end: CallEnd,
  ask: (client: TwilioClient) => PromiseLike<Value>,
): Promise<TwilioAnswer<Value>> {
  const sdk = await loadSdk();
  if (sdk.library === null) return { status: 'not-loaded', explanation: sdk.explanation };
  const transport = createSdkTransport(connection, end.signal);
  try {
    const { username, password, accountSid, region, edge } = connection;
    // A client for each call costs some 40 microseconds, and keeps the calls apart. Empty names are no oversight:
    // for those left out, the SDK would look into the environment.
    const client = new sdk.library.Twilio(username, password, {
      accountSid,
      region,
      edge,
      httpClient: transport.httpClient,
    });
    return { status: 'succeeded', value: await ask(client) };
  } catch (error) {
    return readExchange(transport.exchanged(), error, end);
  }
}

/** @throws OtpConfigurationError where the SDK cannot be loaded */
export async function warmUpTwilio(providerId: string, connection: TwilioConnection): Promise<void> {
  if (connection.kind !== 'own') return;
  const sdk = await loadSdk();
  if ('explanation' in sdk) throw createUnloadedError(providerId, sdk.explanation);
}

/** Loaded by the first call and kept by the module loader: it costs a start-up about 130 ms. */
async function loadSdk() {
  try {
    return { library: (await import('twilio')).default } as const;
  } catch (error) {
    return { library: null, explanation: explainUnloadedPackage(error, 'twilio', 'twilio@6') } as const;
  }
}

function readExchange(exchanged: WireExchange | null, error: unknown, end: CallEnd): TwilioTrouble {
  const cause = end.cause() ?? 'failed';
  if (exchanged === null) return { status: 'broken', cause, mayHaveLeft: false, code: null, statusCode: null };
  const { head } = exchanged;
  // The status line of a refusal is enough: a body that is too long or too slow does not make it less of one.
  if (head !== null && !isSuccess(head)) return readRejection(head, exchanged.status === 'answered' ? error : null);
  const statusCode = head?.statusCode ?? null;
  if (exchanged.status === 'answered') return { status: 'unreadable', statusCode };
  return { status: 'broken', cause, mayHaveLeft: exchanged.mayHaveLeft, code: exchanged.code, statusCode };
}

function isSuccess({ statusCode }: WireHead): boolean {
  return statusCode >= 200 && statusCode <= 299;
}

function readRejection({ statusCode, headers }: WireHead, error: unknown): TwilioTrouble {
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
  const known = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { status: 'rejected', statusCode, code: readErrorCode(error), ...known };
}

/** The SDK has read the code out of either form of an error body; a number, for all that is known. */
function readErrorCode(error: unknown): string | null {
  return readCode(typeof error === 'object' && error !== null && 'code' in error ? error.code : null);
}

async function askInjected<Value>(
  client: TwilioClient,
  end: CallEnd,
  ask: (client: TwilioClient) => PromiseLike<Value>,
): Promise<TwilioAnswer<Value>> {
  return new Promise((resolve) => {
    end.signal.addEventListener('abort', () =>
      // Its request cannot be ended from here, nor can be seen whether it left.
      resolve({ status: 'broken', cause: end.cause() ?? 'aborted', mayHaveLeft: true, code: null, statusCode: null }),
    );
    Promise.resolve(client)
      .then(ask)
      .then(
        (value) => resolve({ status: 'succeeded', value }),
        (error: unknown) => resolve(readThrown(error)),
      );
  });
}

/** Codes that occur before there is a connection, and never after. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

function readThrown(error: unknown): TwilioTrouble {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  if (Number.isInteger(status) && !isSuccess({ statusCode: Number(status), headers: {} })) {
    return { status: 'rejected', statusCode: Number(status), code: readErrorCode(error) };
  }
  const code = codeOf(error);
  const mayHaveLeft = code === null || !NEVER_CONNECTED.includes(code);
  return { status: 'broken', cause: 'failed', mayHaveLeft, code, statusCode: null };
}
