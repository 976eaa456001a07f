import type { ProviderFailureCategory } from '@countersign/otp-core/spec';

/** How the providers are doing, for metrics and alarms. Holds no number, text or code. */
export type RoutingEvent = ProviderFailedOver | CircuitOpened | CircuitHalfOpen | CircuitClosed;

/** What all events have. */
export interface RoutingEventBase {
  /** When, in milliseconds since the epoch by this process's clock. */
  readonly atMs: number;
  /** The `providerId` of the failover. */
  readonly route: string;
}

/** One provider refused, so the next one is asked. */
export interface ProviderFailedOver extends RoutingEventBase {
  readonly type: 'provider-failed-over';
  /** Who refused. */
  readonly from: string;
  /** Who is asked now. */
  readonly to: string;
  /** Why `from` refused. */
  readonly category: ProviderFailureCategory;
}

/**
 * A provider has failed too often in a row, or has failed its trial. It is skipped for a while.
 */
export interface CircuitOpened extends RoutingEventBase {
  readonly type: 'circuit-opened';
  /** Who is skipped. */
  readonly providerId: string;
  /** Category of the last failure. */
  readonly category: ProviderFailureCategory;
  /** How long it is skipped, in milliseconds; 0 if the trial showed nothing, and the next message is a trial, too. */
  readonly openForMs: number;
  /** How the numbers begin that it is skipped for, such as `+44`; left out: all numbers. */
  readonly destination?: string;
}

/** One message tries a provider that was skipped. */
export interface CircuitHalfOpen extends RoutingEventBase {
  readonly type: 'circuit-half-open';
  /** Who is tried. */
  readonly providerId: string;
  /** As in `circuit-opened`. */
  readonly destination?: string;
}

/** The provider works again. */
export interface CircuitClosed extends RoutingEventBase {
  readonly type: 'circuit-closed';
  /** Who works again. */
  readonly providerId: string;
  /** As in `circuit-opened`. */
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
