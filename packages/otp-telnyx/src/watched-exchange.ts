/**
 * What is known of one request from its socket. No list of error codes can tell whether a request left (`ECONNRESET`
 * occurs on both sides of that line), but the socket can: Node writes nothing before `connect`, or under TLS before
 * `secureConnect`, which comes after the certificate was checked.
 */
export interface WatchedExchange {
  /** False as long as no connection was ready. */
  mayHaveLeft: boolean;
  /** The status of the answer, once its head has come; `null` before. */
  statusCode: number | null;
  headers: Headers | null;
}

/** Carries the exchange through the SDK to the transport. The SDK hands on whatever its `fetchOptions` hold. */
export const EXCHANGE = Symbol('countersign.telnyx-exchange');

export function createWatchedExchange(): WatchedExchange {
  return { mayHaveLeft: false, statusCode: null, headers: null };
}
