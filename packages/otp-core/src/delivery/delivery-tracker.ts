/**
 * Brings together what the engine sent and what providers report of it later, or earlier: a receipt may overtake
 * the answer to the call that sent the message. Bounded memory, no proof: a report verifies nobody.
 */
import { isOptions, OptionProblems } from '../adapter/options.ts';
import type { MessageAccepted, OtpEvent } from '../events/otp-event.ts';
import type { Clock, DeliveryReport } from '../spec/index.ts';
import type { DeliveryEvent } from './delivery-event.ts';

/** Options of `createDeliveryTracker`. */
export interface DeliveryTrackerOptions {
  /** Hears of everything: the engine's events as they come, and those about delivery. What it throws is ignored. */
  readonly onEvent: (event: OtpEvent | DeliveryEvent) => void;
  /** Messages whose report is waited for, 1 to 1,000,000; beyond it the oldest are forgotten. @defaultValue 50_000 */
  readonly maxMessages?: number;
  /** How long a report may be early before it is told without its challenge, in milliseconds. @defaultValue 30_000 */
  readonly earlyMs?: number;
  /** For tests only. @defaultValue the process's own */
  readonly clock?: Clock;
}

/** Give `onEvent` to the engine, and `report` what a `DeliveryReportParser` has verified. */
export interface DeliveryTracker {
  readonly onEvent: (event: OtpEvent) => void;
  /** Tells the first final report of a message. Repeats, what comes after it and what is not final are dropped. */
  readonly report: (report: DeliveryReport) => void;
  /** Tells what still waits for its message, and stops waiting. */
  close(): void;
}

/** A message that was accepted, a report that came early, or both. */
interface Tracked {
  accepted: MessageAccepted | null;
  final: DeliveryReport | null;
  isTold: boolean;
  stopWaiting: (() => void) | null;
}

const DEFAULT_MAX_MESSAGES = 50_000;
const DEFAULT_EARLY_MS = 30_000;

/**
 * Creates a tracker of deliveries.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const delivery = createDeliveryTracker({ onEvent: (event) => console.log(JSON.stringify(event)) });
 * const otp = createOtpEngine({ provider, store, secret, onEvent: delivery.onEvent });
 * createOtpHandler({ engine: otp, clientAddress: fromSocket(), webhooks: { parsers: [parser], onReport: delivery.report } });
 */
export function createDeliveryTracker(options: DeliveryTrackerOptions): DeliveryTracker {
  const { onEvent, maxMessages, earlyMs, clock } = resolveOptions(options);
  /** In the order of arrival, so that the oldest are the first to be forgotten. */
  const tracked = new Map<string, Tracked>();
  const now = () => clock?.now() ?? Date.now();
  const after = clock?.after?.bind(clock) ?? startTimer;

  function tell(event: OtpEvent | DeliveryEvent): void {
    try {
      const told: unknown = onEvent(event);
      if (told instanceof Promise) told.catch(() => {});
    } catch {
      // A listener that fails, at once or later, must fail neither a sign-in nor a webhook.
    }
  }

  function track(key: string): Tracked {
    const known = tracked.get(key);
    if (known !== undefined) return known;
    for (const [oldest, { stopWaiting }] of tracked) {
      if (tracked.size < maxMessages) break;
      stopWaiting?.();
      tracked.delete(oldest);
    }
    const entry: Tracked = { accepted: null, final: null, isTold: false, stopWaiting: null };
    tracked.set(key, entry);
    return entry;
  }

  function tellFinal(entry: Tracked): void {
    const { accepted, final } = entry;
    if (final === null || entry.isTold) return;
    entry.isTold = true;
    entry.stopWaiting?.();
    const atMs = now();
    const about = {
      atMs,
      providerId: final.providerId,
      messageId: final.messageId,
      tenant: accepted?.tenant ?? null,
      purpose: accepted?.purpose ?? null,
      subject: accepted?.subject ?? null,
      challengeId: accepted?.challengeId ?? null,
      durationMs: accepted === null ? null : Math.max(0, atMs - accepted.atMs),
      reportedAtMs: final.atMs,
    };
    tell(
      final.status === 'delivered'
        ? { type: 'message-delivered', ...about }
        : { type: 'message-undelivered', ...about, failure: final.failure },
    );
  }

  return {
    onEvent(event) {
      tell(event);
      if (event.type !== 'message-accepted' || event.messageId === null) return;
      const entry = track(keyOf(event.providerId, event.messageId));
      entry.accepted = event;
      tellFinal(entry);
    },
    report(report) {
      if (report.status === 'in-transit') return;
      const entry = track(keyOf(report.providerId, report.messageId));
      if (entry.final !== null) return;
      entry.final = report;
      if (entry.accepted === null) entry.stopWaiting = after(earlyMs, () => tellFinal(entry));
      else tellFinal(entry);
    },
    close() {
      for (const entry of tracked.values()) tellFinal(entry);
      tracked.clear();
    },
  };
}

function keyOf(providerId: string, messageId: string): string {
  return `${providerId} ${messageId}`;
}

function startTimer(delayMs: number, callback: () => void): () => void {
  // An early report is no reason to keep a process alive.
  const timer = setTimeout(callback, delayMs).unref();
  return () => clearTimeout(timer);
}

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createDeliveryTracker');
  const given = isOptions(options) ? options : {};
  problems.addUnknown('', given, ['onEvent', 'maxMessages', 'earlyMs', 'clock']);
  const { onEvent, maxMessages = DEFAULT_MAX_MESSAGES, earlyMs = DEFAULT_EARLY_MS } = given;
  if (typeof onEvent !== 'function') problems.add('onEvent', 'must be a function');
  problems.addUnlessInteger('maxMessages', maxMessages, 1, 1_000_000);
  problems.addUnlessInteger('earlyMs', earlyMs, 0, 3_600_000);
  problems.throwIfAny();
  const { clock } = options as DeliveryTrackerOptions;
  return { ...(options as DeliveryTrackerOptions), maxMessages: Number(maxMessages), earlyMs: Number(earlyMs), clock };
}
