/** Gets one code to its reader, by our text or by the provider's own. One call is at most one message; nothing is retried. */
import { defined } from '../adapter/options.ts';
import {
  type Asked,
  failureOf,
  readSendOutcome,
  readStartOutcome,
  threw,
  timedOut,
} from '../adapter/provider-answer.ts';
import { deriveCodes, type Recipient } from '../challenge/index.ts';
import { OtpAbortedError } from '../errors/otp-error.ts';
import type { ChallengeEvent } from '../events/otp-event.ts';
import { countSegments } from '../message/index.ts';
import type {
  CallOptions,
  IssuedChallenge,
  MessageChannel,
  PhoneNumber,
  ProviderFailure,
  SendOutcome,
  SmsSender,
  StartOutcome,
} from '../spec/index.ts';
import { askProvider } from './ask.ts';
import { aboutChallenge, type Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';

/** An opened or repeated challenge, about to be told. */
export interface Dispatch {
  readonly recipient: Recipient;
  readonly subject: string;
  readonly issued: IssuedChallenge;
  readonly message: 'due' | 'withheld';
  /** Our own code where it was made just now; `null`: the provider's, or one to be derived again. */
  readonly code: string | null;
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
  | { readonly status: 'unknown' }
  | { readonly status: 'refused'; readonly failure: ProviderFailure };

/**
 * A text is composed for decoys as well: one that cannot be must fail for all of them.
 * @throws OtpMessageError when the text cannot be composed; OtpAbortedError when the caller has gone
 */
export function deliver(context: EngineContext, call: Call, dispatch: Dispatch): Promise<Delivery> | Delivery {
  const { recipient, message } = dispatch;
  const { provider } = context;
  const composed = provider.kind === 'sms-sender' ? composeText(context, call, dispatch) : NO_TEXT;
  if (recipient.kind !== 'number') return { status: 'accepted', messageId: null, reference: null, ttlMs: null };
  if (message === 'withheld') {
    // Stryker disable next-line ObjectLiteral,StringLiteral: only the compiler asks for it: with a moment of its own, an answer names no delivery
    return { status: 'unknown' };
  }
  const to = recipient.phoneNumber;
  switch (provider.kind) {
    case 'sms-sender':
      return ask(context, call, dispatch, questionFor(context, call, dispatch, { provider, to, composed }));
    case 'verification-provider':
      return ask(context, call, dispatch, {
        // Stryker disable next-line StringLiteral: only the compiler asks for it: nothing is cut out for an address that is not there
        confidential: [to.slice(1), call.client.ip ?? ''],
        work: (options) =>
          provider.start({ to, ...defined({ locale: call.locale ?? undefined, ip: call.client.ip }) }, options),
        read: readStartOutcome,
        segments: null,
        channel: null,
      });
  }
}

/** What is asked of a provider, and how its answer is to be read. */
interface Question {
  readonly confidential: readonly string[];
  readonly work: (options: CallOptions) => Promise<unknown>;
  readonly read: (answer: unknown, asked: Asked) => SendOutcome | StartOutcome;
  /** As counted; `null` for texts the provider composes. */
  readonly segments: number | null;
  /** `null` where the provider chooses it. */
  readonly channel: MessageChannel | null;
}

interface ComposedText {
  readonly code: string;
  readonly text: string;
}

// Stryker disable next-line ObjectLiteral,StringLiteral: only the compiler asks for it: nobody reads it
const NO_TEXT: ComposedText = { code: '', text: '' };

interface Message {
  readonly provider: SmsSender;
  readonly to: PhoneNumber;
  readonly composed: ComposedText;
}

function questionFor(
  context: EngineContext,
  call: Call,
  dispatch: Dispatch,
  { provider, to, composed: { code, text } }: Message,
): Question {
  const { issued } = dispatch;
  const { channel = 'sms' } = provider;
  const { encoding, forcedBy, segments } = countSegments(text);
  if (segments > 1 && channel === 'sms') {
    context.emit?.({ type: 'message-segmented', ...about(context, call, dispatch), encoding, forcedBy, segments });
  }
  const message = {
    to,
    text,
    ttlMs: issued.expiresAtMs - issued.sentAtMs,
    code,
    purpose: call.purpose,
    ...defined({ locale: call.locale ?? undefined, appName: call.settings.appName }),
  };
  return {
    confidential: [text, to.slice(1), code],
    work: (options) => provider.send(message, options),
    read: readSendOutcome,
    segments,
    channel,
  };
}

function composeText(context: EngineContext, call: Call, dispatch: Dispatch): ComposedText {
  const { issued } = dispatch;
  const code = dispatch.code ?? deriveAgain(context, call, dispatch);
  const text = call.settings.compose({
    code,
    minutes: Math.max(1, Math.floor((issued.expiresAtMs - issued.sentAtMs) / 60_000)),
    purpose: call.purpose,
    tenant: call.tenant,
    locale: call.locale,
  });
  return { code, text };
}

/** The challenge may be older than the current secret: its own key makes its code. */
function deriveAgain(context: EngineContext, { purpose }: Call, { subject, issued }: Dispatch): string {
  const keys = context.keys.find(issued.keyId);
  // Stryker disable next-line ArrayDeclaration,ConditionalExpression: a second lock behind a tested one: a challenge that cannot be told was turned away before
  const lengths = issued.codeLength === null ? [] : [issued.codeLength];
  // Stryker disable next-line ArrayDeclaration,ConditionalExpression: a second lock behind a tested one: a challenge whose key is gone was turned away before
  const [code] = keys === undefined ? [] : deriveCodes(keys, { subject, purpose }, issued.salt, lengths);
  // Stryker disable next-line StringLiteral,ConditionalExpression: a second lock behind a tested one: the same
  if (code === undefined) throw new RangeError('A challenge that is told has a code of ours.');
  return code;
}

async function ask(context: EngineContext, call: Call, dispatch: Dispatch, question: Question): Promise<Delivery> {
  const { clock } = context;
  const { providerId } = context.provider;
  const asked: Asked = { providerId, confidential: question.confidential };
  const startedAtMs = clock.now();
  const elapsed = () => ({ ...about(context, call, dispatch), durationMs: clock.now() - startedAtMs });
  if (startedAtMs >= call.endsAtMs) {
    // Nothing has left yet, so no time for it is a refusal, not an uncertainty.
    const failure = failureOf(asked, 'timeout', 'No time was left to ask the provider.');
    return report(context, elapsed, { status: 'refused', failure });
  }
  const waited = await askProvider(context, call, question.work, (answer) => {
    const { status } = question.read(answer, asked);
    context.emit?.({ type: 'provider-answered-late', ...elapsed(), providerId, status });
  });
  if (waited.status === 'aborted') throw new OtpAbortedError();
  const outcome = waited.status === 'answered' ? question.read(waited.value, asked) : unanswered(waited.status, asked);
  if (outcome.status !== 'accepted') return report(context, elapsed, outcome);
  const taken: Taken = outcome;
  const { messageId = null, providerId: vendor = providerId, channel = question.channel } = taken;
  const { segments = channel === 'sms' ? question.segments : null } = taken;
  context.emit?.({ type: 'message-accepted', ...elapsed(), providerId: vendor, channel, messageId, segments });
  return 'reference' in outcome
    ? { status: 'accepted', messageId, reference: outcome.reference, ttlMs: outcome.ttlMs ?? null }
    : { status: 'accepted', messageId, reference: null, ttlMs: null };
}

/** What either kind of provider may tell of a message that it took. */
type Taken = Partial<Omit<Extract<SendOutcome, { readonly status: 'accepted' }>, 'status'>>;

function unanswered(status: 'failed' | 'timeout', asked: Asked): Uncertain {
  return { status: 'unknown', failure: status === 'timeout' ? timedOut(asked) : threw(asked) };
}

type Uncertain = { readonly status: 'unknown' | 'refused'; readonly failure: ProviderFailure };

function report(
  context: EngineContext,
  elapsed: () => ChallengeEvent & { readonly durationMs: number },
  { status, failure }: Uncertain,
): Delivery {
  context.emit?.({ type: status === 'refused' ? 'message-refused' : 'message-uncertain', ...elapsed(), failure });
  // Stryker disable next-line ConditionalExpression: only the compiler asks for it: nobody reads the failure of an unknown one
  return status === 'refused' ? { status, failure } : { status };
}

function about(context: EngineContext, call: Call, { recipient, subject, issued }: Dispatch) {
  return aboutChallenge(context, call, { recipient, subject, challengeId: issued.challengeId });
}
