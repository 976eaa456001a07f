/**
 * What this package uses of the SDK's client, as a shape: an `SNSClient` of any copy of the SDK fits, and nobody needs
 * its types who does not use it.
 */
export interface SnsClient {
  send(command: never, options: SnsCallOptions): PromiseLike<unknown>;
  readonly middlewareStack: object;
}

/** What every call tells the SDK. */
export interface SnsCallOptions {
  abortSignal: AbortSignal;
}
