/** What a port does before traffic comes: it loads what its first call would load. */
import { createUnloadedError } from '@countersign/otp-core/adapter';
import { NotAskedError } from './exchange.ts';

/**
 * A port's `warmUp`.
 *
 * @param load what the first call does before it asks; rejects with what `notLoaded` gives
 * @returns a function that rejects with an `OtpConfigurationError` where that cannot be done
 * @example
 * return { specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp: createWarmUp(providerId, loadAxios) };
 */
export function createWarmUp(providerId: string, load: () => Promise<unknown>): () => Promise<void> {
  return async () => {
    try {
      await load();
    } catch (error) {
      const isExplained = error instanceof NotAskedError;
      throw createUnloadedError(providerId, isExplained ? error.message : 'The SDK refuses its options.');
    }
  };
}
