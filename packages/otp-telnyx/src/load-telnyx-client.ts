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
  async function load(): Promise<TelnyxClient> {
    try {
      const library = await import('telnyx');
      // An app may have one of before for other purposes.
      if (typeof library.Telnyx !== 'function')
        throw new TypeError('telnyx 3 or newer is needed: npm install telnyx@7');
      return createClient(library, apiKey, baseURL);
    } catch (error) {
      // Whoever installs it meanwhile need not start again.
      loading = null;
      throw new UnloadedTelnyxError(error);
    }
  }
  return () => {
    loading ??= load();
    return loading;
  };
}

function createClient({ Telnyx }: typeof import('telnyx'), apiKey: string, baseURL: string): TelnyxClient {
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
