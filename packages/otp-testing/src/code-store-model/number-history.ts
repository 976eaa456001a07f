/**
 * The reference's memory of a number: everything that ever happened to it, in order. Nothing is ever removed or
 * changed; what still counts is derived, each time, from the whole.
 */
import type { IssueInput } from '@countersign/otp-core/spec';

export type NumberHistory = readonly NumberEvent[];

export type NumberEvent =
  | Opened
  | Sent
  | GivenBack
  | CodeReplaced
  | Guessed
  | Approved
  | SeenExpired
  | Closed
  | Unlocked;

export interface Opened {
  readonly kind: 'opened';
  readonly atMs: number;
  readonly challengeId: string;
  readonly purpose: string;
  readonly maxAttempts: number;
  readonly expiresAtMs: number;
  readonly code: Code;
}

/** What is told about a code, and what a guess is compared with: `null` where the provider owns it. */
export interface Code {
  readonly keyId: string;
  readonly salt: string;
  readonly length: number | null;
  readonly digest: string | null;
}

export interface Sent {
  readonly kind: 'sent';
  readonly atMs: number;
  readonly challenge: Opened;
  /** Names the request that caused it. */
  readonly requestId: string;
  readonly knownClient: boolean;
  /** How long nobody like this client may cause another send. */
  readonly cooldownMs: number;
}

export interface GivenBack {
  readonly kind: 'given-back';
  readonly send: Sent;
}

export interface CodeReplaced {
  readonly kind: 'code-replaced';
  readonly challenge: Opened;
  readonly code: Code;
}

export interface Guessed {
  readonly kind: 'guessed';
  readonly atMs: number;
  readonly challenge: Opened;
  readonly verdict: 'right' | 'wrong' | 'delegated';
}

/** The provider approved a delegated guess. */
export interface Approved {
  readonly kind: 'approved';
  readonly guess: Guessed;
}

/** Some call found it expired: so it stays, whatever the clock says later. */
export interface SeenExpired {
  readonly kind: 'seen-expired';
  readonly challenge: Opened;
}

export interface Closed {
  readonly kind: 'closed';
  readonly challenge: Opened;
}

export interface Unlocked {
  readonly kind: 'unlocked';
}

export type EventOf<Kind extends NumberEvent['kind']> = Extract<NumberEvent, { readonly kind: Kind }>;

export function eventsOf<Kind extends NumberEvent['kind']>(
  history: NumberHistory,
  kind: Kind,
): readonly EventOf<Kind>[] {
  return history.filter((event): event is EventOf<Kind> => event.kind === kind);
}

/** Unlock forgets sends, failures, cooldown and lock: all of them are counted from here. */
function sinceUnlock(history: NumberHistory): NumberHistory {
  return history.slice(history.findLastIndex(({ kind }) => kind === 'unlocked') + 1);
}

// Challenges

function guessesAt(history: NumberHistory, challenge: Opened): readonly Guessed[] {
  return eventsOf(history, 'guessed').filter((guess) => guess.challenge === challenge);
}

export function attemptsLeft(history: NumberHistory, challenge: Opened): number {
  return challenge.maxAttempts - guessesAt(history, challenge).length;
}

export function isClosed(history: NumberHistory, challenge: Opened): boolean {
  return eventsOf(history, 'closed').some((closed) => closed.challenge === challenge);
}

export function isExpired(history: NumberHistory, challenge: Opened, nowMs: number): boolean {
  return nowMs >= challenge.expiresAtMs || wasSeenExpired(history, challenge);
}

function wasSeenExpired(history: NumberHistory, challenge: Opened): boolean {
  return eventsOf(history, 'seen-expired').some((event) => event.challenge === challenge);
}

/** With what a call has seen, where it is new. */
export function seeExpired(history: NumberHistory, challenge: Opened): NumberHistory {
  return wasSeenExpired(history, challenge) ? history : [...history, { kind: 'seen-expired', challenge }];
}

export function isLive(history: NumberHistory, challenge: Opened, nowMs: number): boolean {
  return !isClosed(history, challenge) && !isExpired(history, challenge, nowMs) && attemptsLeft(history, challenge) > 0;
}

export function liveChallenges(history: NumberHistory, nowMs: number): readonly Opened[] {
  return eventsOf(history, 'opened').filter((challenge) => isLive(history, challenge, nowMs));
}

/** One that ended by expiry or by its last try is known, as what it is, until the next challenge is opened. While the provider may still approve a guess it is known until it expires. */
export function isRemembered(history: NumberHistory, challenge: Opened): boolean {
  if (isClosed(history, challenge)) return false;
  return history.every((event, index) => {
    const isLaterOpening = event.kind === 'opened' && index > history.indexOf(challenge);
    if (!isLaterOpening) return true;
    // A request whose challenge has ended may open another under the same name; that one it is from then on.
    if (event.challengeId === challenge.challengeId) return false;
    const before = history.slice(0, index);
    return isLive(before, challenge, event.atMs) || awaitsApproval(before, challenge, event.atMs);
  });
}

function awaitsApproval(history: NumberHistory, challenge: Opened, nowMs: number): boolean {
  const isAsked = eventsOf(history, 'guessed').some(
    (guess) => guess.challenge === challenge && guess.verdict === 'delegated',
  );
  return isAsked && !isExpired(history, challenge, nowMs);
}

export function currentCode(history: NumberHistory, challenge: Opened): Code {
  const replaced = eventsOf(history, 'code-replaced').findLast((event) => event.challenge === challenge);
  return replaced?.code ?? challenge.code;
}

/** Sends of a challenge that may have got through. */
export function sendsOf(history: NumberHistory, challenge: Opened): readonly Sent[] {
  return eventsOf(history, 'sent').filter((send) => send.challenge === challenge && !isGivenBack(history, send));
}

function isGivenBack(history: NumberHistory, send: Sent): boolean {
  return eventsOf(history, 'given-back').some((event) => event.send === send);
}

// What counts

/** When the sends that count were made, oldest first. */
export function countingSends(history: NumberHistory): readonly number[] {
  return eventsOf(sinceUnlock(history), 'sent')
    .filter((send) => !isGivenBack(history, send))
    .map((send) => send.atMs);
}

/** Until when this kind of client waits. A refused send counts too; a stranger's send does not hold off known clients. */
export function cooldownEndMs(history: NumberHistory, client: Pick<IssueInput, 'knownClient'>): number {
  return eventsOf(sinceUnlock(history), 'sent')
    .filter((send) => send.knownClient || !client.knownClient)
    .reduce((latest, send) => Math.max(latest, send.atMs + send.cooldownMs), 0);
}

/** When the failures that count were made, oldest first. A delegated guess is one until it is approved. */
export function countingFailures(history: NumberHistory): readonly number[] {
  return failuresIn(sinceUnlock(history), history).map((guess) => guess.atMs);
}

/** Failures without a right code between them. */
export function consecutiveFailures(history: NumberHistory): number {
  const counting = sinceUnlock(history);
  const lastSuccess = counting.findLastIndex(
    (event) => event.kind === 'approved' || (event.kind === 'guessed' && event.verdict === 'right'),
  );
  return failuresIn(counting.slice(lastSuccess + 1), history).length;
}

function failuresIn(part: NumberHistory, history: NumberHistory): readonly Guessed[] {
  const approved = eventsOf(history, 'approved').map((event) => event.guess);
  return eventsOf(part, 'guessed').filter((guess) => guess.verdict !== 'right' && !approved.includes(guess));
}

/** How many of these moments lie within the span that ends now. */
export function countWithin(momentsMs: readonly number[], durationMs: number, nowMs: number): number {
  return momentsMs.filter((atMs) => atMs + durationMs > nowMs).length;
}
