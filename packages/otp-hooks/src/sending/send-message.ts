/** One call of the sender, ended in time, and read as if anybody had answered. Never a second one. */
import { createProviderFailure, readMessageFields, readSendOutcome, timeToTell } from '@countersign/otp-core/adapter';
import { readLocale } from '@countersign/otp-core/message';
import type { ProviderFailureCategory, SendOutcome, SmsMessage } from '@countersign/otp-core/spec';
import type { Sending } from './sending.ts';
import { type Waited, withinTime } from './within-time.ts';

export async function sendMessage(sending: Sending, allowedMs: number): Promise<SendOutcome> {
  const { hook, request, phoneNumber, text } = sending;
  const { sender, emit } = hook;
  const { providerId } = sender;
  const message = messageOf(sending);
  const asked = { providerId, confidential: [text, phoneNumber, phoneNumber.slice(1), request.code] };
  const startedMs = performance.now();
  const durationMs = () => Math.round(performance.now() - startedMs);
  const stop = new AbortController();
  const toldMs = timeToTell(allowedMs);
  // One grace, of the core: half of it is left to whoever keeps no time, and stops by its signal alone, to say its word.
  const stopping = setTimeout(() => stop.abort(), (toldMs + allowedMs) / 2);
  const waited = await withinTime(
    () => sender.send(message, { signal: stop.signal, timeoutMs: toldMs }),
    allowedMs,
    (late) => {
      const { status } = readSendOutcome(late, asked);
      emit({ type: 'provider-answered-late', ...sending.about(), providerId, status, durationMs: durationMs() });
    },
  );
  clearTimeout(stopping);
  const outcome = outcomeOf(waited, asked);
  switch (outcome.status) {
    case 'accepted': {
      const { messageId, segments = null } = outcome;
      const takenBy = outcome.providerId ?? providerId;
      const facts = { providerId: takenBy, messageId, segments, durationMs: durationMs() };
      emit({ type: 'message-accepted', ...sending.about(), ...facts });
      return outcome;
    }
    case 'refused':
      emit({ type: 'message-refused', ...sending.about(), failure: outcome.failure, durationMs: durationMs() });
      return outcome;
    case 'unknown':
      emit({ type: 'message-uncertain', ...sending.about(), failure: outcome.failure, durationMs: durationMs() });
      return outcome;
  }
}

/** With what a template needs, as far as the platform's words can be part of one. */
function messageOf({ hook, request, phoneNumber, text, lifeMs }: Sending): SmsMessage {
  const { code, purpose, locale } = request;
  const words: Readonly<Record<string, unknown>> = {
    code,
    purpose,
    locale: locale === null ? undefined : (readLocale(locale) ?? undefined),
    appName: hook.appName ?? undefined,
  };
  const usable = Object.entries(words).filter(([name, word]) => readMessageFields({ [name]: word }).status === 'read');
  const read = readMessageFields(Object.fromEntries(usable));
  return { to: phoneNumber, text, ttlMs: lifeMs, ...(read.status === 'read' ? read.fields : {}) };
}

function outcomeOf(
  waited: Waited<SendOutcome>,
  asked: { readonly providerId: string; readonly confidential: readonly string[] },
): SendOutcome {
  const unheard = (category: ProviderFailureCategory, message: string): SendOutcome => {
    return { status: 'unknown', failure: createProviderFailure({ category, providerId: asked.providerId, message }) };
  };
  switch (waited.status) {
    case 'answered':
      return readSendOutcome(waited.value, asked);
    case 'timed-out':
      return unheard('timeout', 'The provider did not answer within the deadline of the platform.');
    case 'failed':
      return unheard('unknown', 'The provider threw an error.');
  }
}
