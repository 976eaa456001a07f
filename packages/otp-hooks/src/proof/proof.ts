/** How a sender proves itself. One of them for each hook; what proves nothing is answered 401 and goes no further. */

/** What a request is checked by. */
export type ProofScheme =
  /** https://www.standardwebhooks.com: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  | 'standard-webhooks'
  /** The same under Svix's own header names. */
  | 'svix'
  /** `ZITADEL-Signature: t=…,v1=…`. */
  | 'zitadel-signature'
  /** `x-authgear-body-signature`, without a time. */
  | 'authgear-signature'
  /** The whole `Authorization` header is a secret that both sides know. */
  | 'authorization';

export interface Proof {
  /** `bytes`: the body as it came. Never rejects for anything that a stranger can send. */
  isGenuine(headers: HeaderReader, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
}

export interface HeaderReader {
  get(name: string): string | null;
}

/** How far the time of a signature may be from ours, either way. The Standard Webhooks library has the same. */
export const TOLERANCE_MS = 300_000;
