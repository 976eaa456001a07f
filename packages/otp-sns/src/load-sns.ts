/** Loads the SDK with the first message: it costs a start-up about 70 ms, and nobody else needs it. */
import { explainUnloadedPackage } from '@countersign/otp-core/adapter';
import type { BrokenAnswer } from './sns-answer.ts';
import type { SnsClient } from './sns-client.ts';
import type { SnsCredentials } from './sns-connection-options.ts';
import { createSnsTransport } from './sns-transport.ts';

/** The SDK, and the client to use it with. */
export interface LoadedSns {
  readonly client: SnsClient;
  readonly sdk: typeof import('@aws-sdk/client-sns');
}

/** What the client is made with; what is left out AWS's own settings decide. */
export interface SnsClientSettings {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: SnsCredentials;
}

/** The SDK is not there, or breaks as it loads: nothing was asked. */
export class UnloadedSnsError extends Error {
  readonly answer: BrokenAnswer;

  constructor(error: unknown) {
    super('The package @aws-sdk/client-sns could not be loaded.');
    const explanation = explainUnloadedPackage(error, '@aws-sdk/client-sns', '@aws-sdk/client-sns@3');
    this.answer = { cause: 'not-loaded', explanation, mayHaveLeft: false, code: null, statusCode: null };
  }
}

/** One client for all messages: it keeps the credentials that it found. */
export function createSnsLoader(client: SnsClient | SnsClientSettings): () => Promise<LoadedSns> {
  let loading: Promise<LoadedSns> | null = null;
  async function load(): Promise<LoadedSns> {
    try {
      const sdk = await import('@aws-sdk/client-sns');
      return { sdk, client: 'send' in client ? client : createClient(sdk, client) };
    } catch (error) {
      // Whoever installs it meanwhile need not start again.
      loading = null;
      throw new UnloadedSnsError(error);
    }
  }
  return () => {
    loading ??= load();
    return loading;
  };
}

function createClient(sdk: LoadedSns['sdk'], settings: SnsClientSettings): SnsClient {
  return new sdk.SNSClient({
    ...settings,
    maxAttempts: 1,
    retryMode: 'standard',
    requestHandler: createSnsTransport(),
  });
}
