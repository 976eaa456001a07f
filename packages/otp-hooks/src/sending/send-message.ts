/** One call of the sender, ended in time, and read as if anybody had answered. Never a second one. */
import { createProviderFailure, readSendOutcome } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory, SendOutcome } from '@countersign/otp-core/spec';
import type { Sending } from './sending.ts';
import { type Waited, withinTime } from './within-time.ts';

/** The adapter is told to stop a little earlier, so that its own word is heard. */
const GRACE_MS = 150;

export async function sendMessage(sending: Sending, allowedMs: number): Promise<SendOutcome> {
  const { hook, request, phoneNumber, text, lifeMs } = sending;
  const { sender, emit } = hook;
  const { providerId } = sender;
  const asked = { providerId, confidential: [text, phoneNumber, phoneNumber.slice(1), request.code] };
  const startedMs = performance.now();
  const durationMs = () => Math.round(performance.now() - startedMs);
  const stop = new AbortController();
  const stopping = setTimeout(() => stop.abort(), Math.max(1, allowedMs - GRACE_MS));
  const waited = await withinTime(
    () => sender.send({ to: phoneNumber, text, ttlMs: lifeMs }, { signal: stop.signal }),
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
