/** Stores that break what a challenge promises. */
import { isClosed } from '../../code-store-model/number-history.ts';
import { step } from '../../code-store-model/reference-step.ts';
import {
  failuresForgiven,
  isDiscard,
  isIssued,
  mishearing,
  mishearingIssues,
  openedAs,
  overdoing,
  rewritten,
  type StoreProof,
  variedStore,
  without,
} from './varied-store.ts';

export const BROKEN_STORES: readonly StoreProof[] = [
  overdoing('gives the tries back on a resend', (history, done) =>
    isIssued(done, 'resend') && done.request.verb === 'issue'
      ? without(history, 'guessed', done.request.input.challengeId)
      : undefined,
  ),
  variedStore('extends the expiry on a resend', (history, request, nowMs) => {
    const next = step(history, request, nowMs);
    const [outcome] = next.outcomes;
    if (request.verb !== 'issue' || request.input.intent !== 'resend' || outcome?.status !== 'issued') return next;
    const challenge = openedAs(next.history, request.input.challengeId);
    const expiresAtMs = nowMs + request.input.ttlMs;
    return challenge === undefined
      ? next
      : { history: rewritten(next.history, challenge, { expiresAtMs }), outcomes: [{ ...outcome, expiresAtMs }] };
  }),
  mishearingIssues('keeps the old code on a resend that asks for a new one', () => ({ repeatedCode: 'same' })),
  mishearingIssues('opens another challenge where the open one is to be reused', ({ intent }) => ({
    intent: intent === 'reuse-live' ? 'new' : intent,
  })),
  variedStore('does not know a request again that it has served', (history, request, nowMs) => {
    const next = step(history, request, nowMs);
    const [outcome] = next.outcomes;
    return outcome?.status === 'duplicate' ? { ...next, outcomes: [{ ...outcome, status: 'issued' }] } : next;
  }),
  mishearing('keeps all purposes under one key', (request) =>
    'purpose' in request.input
      ? ({ ...request, input: { ...request.input, purpose: 'any' } } as typeof request)
      : request,
  ),
  mishearing(
    'keeps all numbers under one key',
    (request) => ({ ...request, input: { ...request.input, subject: 'any' } }) as typeof request,
  ),
  variedStore('accepts a code at the moment of its expiry', (history, request, nowMs) =>
    step(history, request, request.verb === 'redeem' ? nowMs - 1 : nowMs),
  ),
  variedStore('remembers for ever how a challenge ended', (history, request, nowMs) => {
    const next = step(history, request, nowMs);
    if (request.verb !== 'redeem' || next.outcomes[0]?.status !== 'not-found') return next;
    const challenge = openedAs(history, request.input.challengeId);
    const hasExpired = challenge !== undefined && nowMs >= challenge.expiresAtMs && !isClosed(history, challenge);
    return hasExpired ? { history, outcomes: [{ status: 'expired' }] } : next;
  }),
  variedStore('accepts a code as often as it comes', (history, request, nowMs) => {
    const next = step(history, request, nowMs);
    return next.outcomes[0]?.status === 'accepted' ? { ...next, history: without(next.history, 'closed') } : next;
  }),
  mishearing('compares a guess with no more than eight digests', (request) =>
    request.verb === 'redeem'
      ? { ...request, input: { ...request.input, digests: request.input.digests?.slice(0, 8) ?? null } }
      : request,
  ),
  mishearing('looks for any challenge of the number when it is told which', (request) =>
    request.verb === 'redeem' ? { ...request, input: { ...request.input, challengeId: null } } : request,
  ),
  variedStore('has two winners when an approval comes twice', (history, request, nowMs) => {
    const isApproved = request.verb === 'settle' && history.some((event) => event.kind === 'approved');
    return isApproved ? { history, outcomes: [{ status: 'accepted' }] } : step(history, request, nowMs);
  }),
  variedStore('settles after the expiry', (history, request, nowMs) => {
    if (request.verb !== 'settle') return step(history, request, nowMs);
    const expiresAtMs = openedAs(history, request.input.challengeId)?.expiresAtMs ?? nowMs;
    return step(history, request, Math.min(nowMs, expiresAtMs - 1));
  }),
  variedStore('settles without a guess', (history, request, nowMs) => {
    const isOpen = request.verb === 'settle' && openedAs(history, request.input.challengeId) !== undefined;
    const wasGuessed = history.some((event) => event.kind === 'guessed');
    return isOpen && !wasGuessed ? { history, outcomes: [{ status: 'accepted' }] } : step(history, request, nowMs);
  }),
  overdoing('keeps the failure of a guess that was approved', (history, { request }) =>
    request.verb === 'settle' ? without(history, 'approved') : undefined,
  ),
  overdoing('closes a challenge when a resend of it was refused', (history, done) => {
    const challenge = isDiscard(done, 'refused') ? openedAs(history, null) : undefined;
    return challenge === undefined ? undefined : [...history, { kind: 'closed', challenge }];
  }),
  overdoing('leaves a challenge open of which no message got through', (history, done) =>
    isDiscard(done, 'refused') ? without(history, 'closed') : undefined,
  ),
  overdoing('gives one send back twice', (history, done) => {
    const isRepeated = isDiscard(done, 'refused') && history.length === done.before.length;
    const send = isRepeated ? history.find((event) => event.kind === 'sent') : undefined;
    return send === undefined ? undefined : [...history, { kind: 'given-back', send }];
  }),
  overdoing('gives the cooldown back with a refused send', (history, done) => {
    if (!isDiscard(done, 'refused')) return undefined;
    const given = history.flatMap((event) => (event.kind === 'given-back' ? [event.send] : []));
    return history.filter((event) => !(event.kind === 'sent' && given.includes(event)));
  }),
  overdoing('gives a failure back with a refused send', (history, done) =>
    isDiscard(done, 'refused') ? failuresForgiven(history) : undefined,
  ),
];
