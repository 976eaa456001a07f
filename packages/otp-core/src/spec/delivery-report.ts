import type { ProviderFailure } from './provider-failure.ts';

/** Reads what a provider calls back with: who says so is proven first, what it says comes second. */
export interface DeliveryReportParser {
  readonly specificationVersion: 'v1';
  readonly kind: 'delivery-report-parser';
  /** That of the sender or provider whose messages are reported on. */
  readonly providerId: string;
  /** Never throws and never rejects. Visits no address that the request names. */
  parse(request: DeliveryReportRequest): Promise<DeliveryReportOutcome>;
}

/** A callback as it arrived. Nothing of it is believed before its signature is checked. */
export interface DeliveryReportRequest {
  readonly method: string;
  /** As the server saw it. Behind a proxy the vendor signed another one: parsers that need it take the public one as an option. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The raw bytes: a signature covers them, not what a parser made of them. */
  readonly body: Uint8Array;
}

/** What a callback turned out to be. */
export type DeliveryReportOutcome =
  /** Signed by the provider. No reports: it was about something else. `reply` where the provider wants more than a 204. */
  | {
      readonly status: 'verified';
      readonly reports: readonly DeliveryReport[];
      readonly reply: DeliveryReportReply | null;
    }
  /** Signed by the provider, who asks for a visit to this address before it sends reports: for an operator to decide. */
  | { readonly status: 'confirmation-needed'; readonly confirmUrl: string }
  /**
   * `unauthenticated`: no signature or a wrong one. `stale`: signed too long ago, or in the future. `malformed`: not what
   * this provider sends. `unavailable`: the key it is signed with could not be had just now; it may come again.
   */
  | { readonly status: 'refused'; readonly reason: 'unauthenticated' | 'stale' | 'malformed' | 'unavailable' };

/** What the provider expects to be answered. */
export interface DeliveryReportReply {
  readonly contentType: string;
  readonly body: string;
}

/** How one message fared, as the provider says. It never verifies anybody: a delivered code still has to be told. */
export interface DeliveryReport {
  readonly providerId: string;
  /** As `send` returned it, or the reference that `start` returned. */
  readonly messageId: string;
  /** `in-transit`: on its way, not final. */
  readonly status: 'in-transit' | 'delivered' | 'undelivered';
  /** When it happened by the provider's clock, in milliseconds since the epoch; `null` where it does not say. */
  readonly atMs: number | null;
  /** Why it was not delivered; `null` for any other status. */
  readonly failure: ProviderFailure | null;
}
