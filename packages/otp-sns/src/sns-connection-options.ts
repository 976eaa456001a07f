/** How to reach SNS: by AWS's own credentials, by given ones, or through a client of the SDK. Types only. */
import type { SnsClient } from './sns-client.ts';

/** One of the two, never both. */
export type SnsConnectionOptions = SnsAccountOptions | SnsInjectedClientOptions;

/** The SDK's client is made here, at the first message. */
export interface SnsAccountOptions extends SnsTimeoutOptions {
  /**
   * Keys of an IAM user or role with `sns:Publish`.
   * @defaultValue AWS's own chain: environment, profile, web identity, container, instance
   */
  readonly credentials?: SnsCredentials;
  /** For example `eu-west-1`; one that offers text messages. @defaultValue as AWS finds it: `AWS_REGION`, the profile */
  readonly region?: string;
  /** Plain http only on loopback. @defaultValue the region's; `AWS_ENDPOINT_URL_SNS` and the like as AWS reads them */
  readonly endpoint?: string;
  readonly client?: never;
}

/** A client of your own, for a proxy, an assumed role or another transport. It is used as it is, and never closed. */
export interface SnsInjectedClientOptions extends SnsTimeoutOptions {
  /** An `SNSClient` of the package @aws-sdk/client-sns. Its retries and its log do not touch these calls. */
  readonly client: SnsClient;
  readonly credentials?: never;
  readonly region?: never;
  readonly endpoint?: never;
}

/** An access key. */
export interface SnsCredentials {
  /** Not secret. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Needed by temporary keys, which start with `ASIA`. */
  readonly sessionToken?: string;
}

interface SnsTimeoutOptions {
  /**
   * For the whole call, in milliseconds: loading the SDK, finding credentials, connecting, answering. 1 to 60,000.
   * @defaultValue 10_000
   */
  readonly timeoutMs?: number;
}
