import type { ProviderFailureCategory } from '@countersign/otp-core/spec';

/** How the vendors are doing, for metrics and alarms. Never a number, a text, a code or a message of a vendor. */
export type RoutingEvent = ProviderFailedOver | CircuitOpened | CircuitHalfOpen | CircuitClosed;

/** What all events have. */
export interface RoutingEventBase {
  /** When, in milliseconds since the epoch by this process's clock. */
  readonly atMs: number;
  /** The `providerId` of the failover that tells. */
  readonly route: string;
}

/** One vendor refused, so another is asked now. */
export interface ProviderFailedOver extends RoutingEventBase {
  readonly type: 'provider-failed-over';
  readonly from: string;
  readonly to: string;
  /** Why `from` refused. */
  readonly category: ProviderFailureCategory;
}

/**
 * A vendor has failed too often in a row, or failed its trial: it is not asked for a while. With a `destination`, such
 * as `+44`, only for numbers that begin like this; left out, for all.
 */
export interface CircuitOpened extends RoutingEventBase {
  readonly type: 'circuit-opened';
  readonly providerId: string;
  /** Of the failure that was one too many. */
  readonly category: ProviderFailureCategory;
  /** How long it is left alone, in milliseconds; 0 where a trial showed nothing, so that the next message is one too. */
  readonly openForMs: number;
  readonly destination?: string;
}

/** One message is on its way to a vendor that was left alone, to see how it does. */
export interface CircuitHalfOpen extends RoutingEventBase {
  readonly type: 'circuit-half-open';
  readonly providerId: string;
  /** As of `CircuitOpened`. */
  readonly destination?: string;
}

/** The vendor answers again. */
export interface CircuitClosed extends RoutingEventBase {
  readonly type: 'circuit-closed';
  readonly providerId: string;
  /** As of `CircuitOpened`. */
  readonly destination?: string;
}

/** An event of one route, before its time and its name are known. */
export type RoutingNews = RoutingEvent extends infer Event
  ? Event extends RoutingEvent
    ? Omit<Event, keyof RoutingEventBase>
    : never
  : never;

/** Tells news of one route. A listener that fails must not fail a sign-in. */
export function createTeller(
  route: string,
  onEvent: ((event: RoutingEvent) => unknown) | undefined,
): (news: RoutingNews) => void {
  return (news) => {
    try {
      const told = onEvent?.({ atMs: Date.now(), route, ...news });
      // An async listener is not waited for, but its rejection must not end the process.
      if (told instanceof Promise) told.catch(() => undefined);
    } catch {
      // See above.
    }
  };
}
