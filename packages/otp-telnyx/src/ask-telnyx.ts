import { createUnloadedError } from '@countersign/otp-core/adapter';
import { createCallEnd } from './call-end.ts';
import { UnloadedTelnyxError } from './load-telnyx-client.ts';
import type { TelnyxConnection } from './read-connection.ts';
import { isNeverSent, readThrown } from './read-thrown.ts';
import type { TelnyxAnswer } from './telnyx-answer.ts';
import type { TelnyxCallOptions, TelnyxClient } from './telnyx-client.ts';
import { createWatchedExchange, EXCHANGE } from './watched-exchange.ts';

/** Our own end comes first, so that only one of the two has to be understood. */
const LATER_MS = 1_000;

/** @throws OtpConfigurationError where the SDK cannot be loaded */
export async function warmUpTelnyx(providerId: string, { loadClient }: TelnyxConnection): Promise<void> {
  await loadClient().catch((error: unknown) => {
    const isUnloaded = error instanceof UnloadedTelnyxError && error.answer.cause === 'not-loaded';
    throw createUnloadedError(providerId, isUnloaded ? error.answer.explanation : 'The SDK refuses its options.');
  });
}

/** One request through the SDK and its answer. Never rejects, never retries, never outlives `timeoutMs`. */
export async function askTelnyx(
  { loadClient, timeoutMs, isWatched }: TelnyxConnection,
  signal: AbortSignal | null,
  request: (client: TelnyxClient, options: TelnyxCallOptions) => PromiseLike<unknown>,
): Promise<TelnyxAnswer> {
  const end = createCallEnd(timeoutMs, signal);
  const exchange = createWatchedExchange();
  let progress: 'loading' | 'loaded' = 'loading';
  try {
    const client = await end.race(loadClient());
    progress = 'loaded';
    const options: TelnyxCallOptions = {
      maxRetries: 0,
      timeout: timeoutMs + LATER_MS,
      signal: end.signal,
      fetchOptions: { redirect: 'manual', ...{ [EXCHANGE]: exchange } },
    };
    const body = await end.race(request(client, options));
    return {
      status: 'answered',
      answer: { statusCode: exchange.statusCode ?? 200, headers: exchange.headers, body },
    };
  } catch (error) {
    const cause = end.cause();
    if (cause === null && error instanceof UnloadedTelnyxError) return { status: 'broken', break: error.answer };
    const thrown = readThrown(error);
    if (cause === null && thrown.answer !== null) return { status: 'answered', answer: thrown.answer };
    // A client of somebody else's has a transport of its own, which says what it did by its errors only.
    const mayHaveLeft = isWatched ? exchange.mayHaveLeft : progress === 'loaded' && !isNeverSent(thrown.code);
    return {
      status: 'broken',
      break: {
        cause: cause ?? (thrown.isTimeout ? 'timeout' : 'failed'),
        mayHaveLeft,
        code: cause === null ? thrown.code : null,
        statusCode: exchange.statusCode,
        headers: exchange.headers,
      },
    };
  } finally {
    end.dispose();
  }
}
