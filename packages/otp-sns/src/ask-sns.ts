import { createUnloadedError } from '@countersign/otp-core/adapter';
import type { CallEnd } from './call-end.ts';
import { type LoadedSns, UnloadedSnsError } from './load-sns.ts';
import type { SnsConnection } from './read-connection.ts';
import { isNeverSent, isTimeout, readBreakCode, readDenial, readSetupFault } from './read-thrown.ts';
import type { BrokenAnswer, SnsAnswer } from './sns-answer.ts';
import type { SnsCallOptions } from './sns-client.ts';
import { watchCommand } from './watch-command.ts';
import { createWatchedExchange, EXCHANGE, type WatchedExchange } from './watched-exchange.ts';

/** Makes a command of the SDK that was loaded. */
export type SnsQuestion = (sdk: LoadedSns['sdk']) => { readonly middlewareStack: unknown };

/** @throws OtpConfigurationError where the SDK cannot be loaded */
export async function warmUpSns(providerId: string, { load }: SnsConnection): Promise<void> {
  await load().catch((error: unknown) => {
    const isUnloaded = error instanceof UnloadedSnsError && error.answer.cause === 'not-loaded';
    throw createUnloadedError(providerId, isUnloaded ? error.answer.explanation : 'The SDK refuses its options.');
  });
}

/** One request through the SDK and its answer. Never rejects, never retries, never outlives `end`. */
export async function askSns(
  { load, isWatched }: SnsConnection,
  end: CallEnd,
  question: SnsQuestion,
): Promise<SnsAnswer> {
  const exchange = createWatchedExchange();
  let isLoaded = false;
  try {
    const { client, sdk } = await end.race(load());
    isLoaded = true;
    const command = question(sdk);
    watchCommand(command, exchange);
    const options: SnsCallOptions & { [EXCHANGE]: WatchedExchange } = { abortSignal: end.signal, [EXCHANGE]: exchange };
    const output = await end.race(client.send(command as never, options));
    return { status: 'answered', statusCode: exchange.statusCode ?? 200, output };
  } catch (error) {
    if (end.cause() === null && error instanceof UnloadedSnsError) return { status: 'broken', break: error.answer };
    const { statusCode, headers } = exchange;
    const isDenied = statusCode !== null && statusCode >= 300;
    if (isDenied) {
      const words = end.cause() === null ? readDenial(error) : { code: null, blames: null };
      return { status: 'denied', denial: { statusCode, headers, ...words } };
    }
    return { status: 'broken', break: readBreak(error, exchange, end, isLoaded, isWatched) };
  }
}

function readBreak(
  error: unknown,
  exchange: WatchedExchange,
  end: CallEnd,
  isLoaded: boolean,
  isWatched: boolean,
): BrokenAnswer {
  const { progress, statusCode } = exchange;
  const ended = end.cause();
  const code = ended === null && progress !== 'begun' ? readBreakCode(error) : null;
  // A transport of somebody else's says what it did by its errors only; a client that left our middleware out, not even that.
  const isOut = progress === 'handed-over' || (progress === 'untouched' && isLoaded);
  const mayHaveLeft = isWatched ? exchange.mayHaveLeft : isOut && !isNeverSent(code);
  const setup = readSetupFault(error);
  return {
    cause: ended ?? (mayHaveLeft ? null : setup) ?? (isTimeout(code) ? 'timeout' : 'failed'),
    mayHaveLeft,
    code,
    statusCode,
  };
}
