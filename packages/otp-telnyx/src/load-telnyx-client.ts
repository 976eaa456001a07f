import { explainUnloadedPackage } from '@countersign/otp-core/adapter';
import type { BrokenAnswer } from './telnyx-answer.ts';
import type { TelnyxClient } from './telnyx-client.ts';
import { telnyxFetch } from './telnyx-fetch.ts';

/** The SDK is not there, or breaks as it loads: nothing was asked. */
export class UnloadedTelnyxError extends Error {
  readonly answer: BrokenAnswer;

  constructor(error: unknown) {
    super('The package telnyx could not be loaded.');
    const explanation = explainUnloadedPackage(error, 'telnyx', 'telnyx@7');
    this.answer = {
      cause: 'not-loaded',
      explanation,
      mayHaveLeft: false,
      code: null,
      statusCode: null,
      headers: null,
    };
  }
}

/** Loads the SDK with the first message: it costs a start-up about 100 ms, and nobody else needs it. */
export function createTelnyxClientLoader(apiKey: string, baseURL: string): () => Promise<TelnyxClient> {
  let loading: Promise<TelnyxClient> | null = null;
  return () => {
    loading ??= createClient(apiKey, baseURL).catch((error: unknown) => {
      // Whoever installs it meanwhile need not start again.
      loading = null;
      throw error;
    });
    return loading;
  };
}

async function createClient(apiKey: string, baseURL: string): Promise<TelnyxClient> {
  const { Telnyx } = await import('telnyx').catch((error: unknown) => {
    throw new UnloadedTelnyxError(error);
  });
  return new Telnyx({
    apiKey,
    baseURL,
    // What is left out the SDK takes from the environment: another account, or a log that shows every text.
    publicKey: null,
    clientID: null,
    clientSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    fetch: telnyxFetch as typeof fetch,
  });
}
