/**
 * What is known of one request from its socket. No list of error codes can tell whether a request left (`ECONNRESET`
 * occurs on both sides of that line), but the socket can: Node writes nothing before `connect`, or under TLS before
 * `secureConnect`, which comes after the certificate was checked.
 */
export interface WatchedExchange {
  /** How far the SDK has come with the command: only what it handed over, signed, to a transport can be sent. */
  progress: 'untouched' | 'begun' | 'handed-over';
  /** False as long as no connection was ready. A transport that is not ours leaves it so. */
  mayHaveLeft: boolean;
  /** The status of the answer, once its head has come; `null` before. */
  statusCode: number | null;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
}

/** Carries the exchange through the SDK to the transport: the SDK hands on the options of a call as they are. */
export const EXCHANGE = Symbol('countersign.sns-exchange');

export function createWatchedExchange(): WatchedExchange {
  return { progress: 'untouched', mayHaveLeft: false, statusCode: null, headers: {} };
}
