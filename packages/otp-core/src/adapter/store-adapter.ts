/** A store's package as a value, as `ProviderAdapter` is of a provider's: `redisAdapter` for example. */
import type { CodeStore, OnceStore, RateLimiter } from '../spec/index.ts';
import type { AdapterOptions } from './provider-adapter.ts';

/** What a package of a store offers. */
export interface StoreAdapter {
  readonly specificationVersion: 'v1';
  readonly kind: 'store-adapter';
  /** As it is installed: `@countersign/otp-redis`. */
  readonly packageName: string;
  /**
   * Makes store and limiter, over one connection. Connects to nothing yet.
   *
   * @throws OtpConfigurationError naming every option that makes no sense
   */
  open(options: AdapterOptions): OpenedStores;
  /**
   * Makes once store and limiter, for what sends codes that are not ours. Connects to nothing yet.
   *
   * @throws OtpConfigurationError naming every option that makes no sense
   */
  openOnce(options: AdapterOptions): OpenedOnceStore;
  /**
   * Asks the server once and says in a sentence what it found. Changes nothing that counts, and closes what it opened.
   *
   * @throws OtpStoreError where the server cannot do what will be asked of it
   */
  probe(options: AdapterOptions): Promise<string>;
}

/** What an engine takes, and what is to be done before its first call. */
export interface OpenedStores extends OpenedLimiter {
  readonly store: CodeStore;
}

/** What a send hook takes, and what is to be done before its first call. */
export interface OpenedOnceStore extends OpenedLimiter {
  readonly once: OnceStore;
}

interface OpenedLimiter {
  readonly rateLimiter: RateLimiter;
  /**
   * Connects and makes tables, where starting without would only put a mistake off.
   *
   * @throws OtpStoreError
   */
  ready(): Promise<void>;
}
