/** Gets one code to its reader, by our text or by the provider's own. One call is at most one message; nothing is retried. */
import { deriveCode, type Recipient } from '../challenge/index.ts';
import { OtpAbortedError } from '../errors/otp-error.ts';
import { countSegments } from '../message/index.ts';
import type {
  IssuedChallenge,
  PhoneNumber,
  ProviderFailure,
  SendOutcome,
  SmsSender,
  StartOutcome,
  VerificationProvider,
} from '../spec/index.ts';
import type { Call } from './call.ts';
import { aboutChallenge } from './challenge-facts.ts';
import { waitFor } from './deadline.ts';
import type { EngineContext } from './engine-context.ts';
import { type Asked, failureOf, readSendOutcome, readStartOutcome, threw, timedOut } from './provider-answer.ts';

/** An opened or repeated challenge, about to be told. */
export interface Dispatch {
  readonly recipient: Recipient;
  readonly subject: string;
  readonly issued: IssuedChallenge;
}

export type Delivery =
  | {
      readonly status: 'accepted';
      readonly messageId: string | null;
      /** The provider's name of its verification; `null` for our own codes. */
      readonly reference: string | null;
      /** The provider's code may live shorter than the challenge. */
      readonly ttlMs: number | null;
    }
  | { readonly status: 'unknown'; readonly failure: ProviderFailure }
  | { readonly status: 'refused'; readonly failure: ProviderFailure };

/** @throws OtpMessageError when the text cannot be composed; OtpAbortedError when the caller has gone */
export async function deliver(context: EngineContext, call: Call, dispatch: Dispatch): Promise<Delivery> {
  const { recipient } = dispatch;
  if (recipient.kind === 'decoy') return { status: 'accepted', messageId: null, reference: null, ttlMs: null };
  const { provider } = context;
  switch (provider.kind) {
    case 'sms-sender':
      return sendText(context, call, dispatch, { provider, to: recipient.phoneNumber });
    case 'verification-provider':
      return startVerification(context, call, dispatch, { provider, to: recipient.phoneNumber });
  }
}

interface Route<Provider> {
  readonly provider: Provider;
  readonly to: PhoneNumber;
}

async function sendText(
  context: EngineContext,
  call: Call,
  dispatch: Dispatch,
  { provider, to }: Route<SmsSender>,
): Promise<Delivery> {
  const { code, text } = composeText(context, call, dispatch);
  const { encoding, segments } = countSegments(text);
  if (segments > 1) {
    context.emit({ type: 'message-segmented', ...about(context, call, dispatch), encoding, segments });
  }
  const asked: Asked = { providerId: provider.providerId, confidential: [text, to.slice(1), code] };
  const { outcome, durationMs } = await ask<SendOutcome>(context, call, dispatch, {
    asked,
    work: (signal) => provider.send({ to, text }, { signal }),
    read: readSendOutcome,
  });
  if (outcome.status !== 'accepted') return reportFailure(context, call, dispatch, outcome, durationMs);
  const { messageId } = outcome;
  context.emit({
    type: 'message-accepted',
    ...about(context, call, dispatch),
    providerId: provider.providerId,
    messageId,
    segments: outcome.segments ?? segments,
    durationMs,
  });
  return { status: 'accepted', messageId, reference: null, ttlMs: null };
}

async function startVerification(
  context: EngineContext,
  call: Call,
  dispatch: Dispatch,
  { provider, to }: Route<VerificationProvider>,
): Promise<Delivery> {
  const asked: Asked = { providerId: provider.providerId, confidential: [to.slice(1)] };
  const { outcome, durationMs } = await ask<StartOutcome>(context, call, dispatch, {
    asked,
    work: (signal) => provider.start({ to, ...(call.locale === null ? {} : { locale: call.locale }) }, { signal }),
    read: readStartOutcome,
  });
  if (outcome.status !== 'accepted') return reportFailure(context, call, dispatch, outcome, durationMs);
  context.emit({
    type: 'message-accepted',
    ...about(context, call, dispatch),
    providerId: provider.providerId,
    messageId: outcome.reference,
    segments: null,
    durationMs,
  });
  return {
    status: 'accepted',
    messageId: outcome.reference,
    reference: outcome.reference,
    ttlMs: outcome.ttlMs ?? null,
  };
}

function composeText(context: EngineContext, call: Call, dispatch: Dispatch): { code: string; text: string } {
  const { issued, subject } = dispatch;
  // The challenge may be older than the current secret: its own key makes its code.
  const keys = context.keys.find(issued.keyId);
  if (keys === undefined || issued.codeLength === null) throw new RangeError('A dispatched challenge has a code.');
  const code = deriveCode(keys, { subject, purpose: call.purpose }, issued.salt, issued.codeLength);
  const text = call.settings.compose({
    code,
    minutes: Math.max(1, Math.floor((issued.expiresAtMs - issued.sentAtMs) / 60_000)),
    purpose: call.purpose,
    tenant: call.tenant,
    locale: call.locale,
  });
  return { code, text };
}

interface Question<Outcome> {
  readonly asked: Asked;
  readonly work: (signal: AbortSignal) => Promise<Outcome>;
  readonly read: (answer: unknown, asked: Asked) => Outcome;
}

type Uncertain = { readonly status: 'unknown' | 'refused'; readonly failure: ProviderFailure };

async function ask<Outcome extends SendOutcome | StartOutcome>(
  context: EngineContext,
  call: Call,
  dispatch: Dispatch,
  { asked, work, read }: Question<Outcome>,
): Promise<{ readonly outcome: Outcome | Uncertain; readonly durationMs: number }> {
  const { clock, deadlines } = context;
  const startedAtMs = clock.now();
  const timeoutMs = Math.min(deadlines.providerMs, call.endsAtMs - startedAtMs);
  // Nothing has left yet, so no time for it is a refusal, not an uncertainty.
  if (timeoutMs <= 0) return { outcome: outOfTime(asked), durationMs: 0 };
  const waited = await waitFor({
    clock,
    timeoutMs,
    signal: call.signal,
    work,
    onLate: (answer) => {
      const status = read(answer, asked).status;
      const durationMs = clock.now() - startedAtMs;
      context.emit({
        type: 'provider-answered-late',
        ...about(context, call, dispatch),
        providerId: asked.providerId,
        status,
        durationMs,
      });
    },
  });
  const durationMs = clock.now() - startedAtMs;
  switch (waited.status) {
    case 'answered':
      return { outcome: read(waited.value, asked), durationMs };
    case 'failed':
      return { outcome: { status: 'unknown', failure: threw(asked) }, durationMs };
    case 'timeout':
      return { outcome: { status: 'unknown', failure: timedOut(asked) }, durationMs };
    case 'aborted':
      throw new OtpAbortedError();
  }
}

function outOfTime(asked: Asked): Uncertain {
  return { status: 'refused', failure: failureOf(asked, 'timeout', 'No time was left to ask the provider.') };
}

function reportFailure(
  context: EngineContext,
  call: Call,
  dispatch: Dispatch,
  { status, failure }: Uncertain,
  durationMs: number,
): Delivery {
  const type = status === 'refused' ? 'message-refused' : 'message-uncertain';
  context.emit({ type, ...about(context, call, dispatch), failure, durationMs });
  return { status, failure };
}

function about(context: EngineContext, call: Call, { recipient, subject, issued }: Dispatch) {
  return aboutChallenge(context, call, { recipient, subject, challengeId: issued.challengeId });
}
