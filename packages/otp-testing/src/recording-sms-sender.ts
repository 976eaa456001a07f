import type { SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import { failureOf } from './failures.ts';

/** What a sender under test control does with a message. */
export type SendBehaviour =
  | 'accept'
  /** Certainly not sent. */
  | 'refuse'
  /** Sent or not, nobody knows. */
  | 'leave-unknown'
  | 'throw'
  /** Never answers, and ignores its signal. */
  | 'hang'
  /** Answers with what is no outcome. */
  | 'answer-nonsense';

/** A sender that keeps its messages. */
export interface RecordingSmsSender extends SmsSender {
  /** All messages handed over, whatever became of them, oldest first. */
  readonly messages: readonly SmsMessage[];
  /** How the next messages fare, one each; then all are accepted again. */
  behave(...behaviours: readonly SendBehaviour[]): void;
  /** Answers all sends that hang. */
  release(outcome: SendOutcome): void;
  /** The code in the latest message to a number, or to any. Throws when there is none. */
  lastCode(to?: string): string;
}

/**
 * Creates a sender that keeps messages instead of sending them.
 *
 * @example
 * const sender = createRecordingSmsSender();
 * // … engine.request({ to: '+14155550123' })
 * sender.lastCode('+14155550123'); // '042817'
 */
export function createRecordingSmsSender(options: { readonly providerId?: string } = {}): RecordingSmsSender {
  const providerId = options.providerId ?? 'recording';
  const messages: SmsMessage[] = [];
  const behaviours: SendBehaviour[] = [];
  const hanging: Array<(outcome: SendOutcome) => void> = [];

  return {
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId,
    messages,
    async send(message) {
      messages.push({ ...message });
      const behaviour = behaviours.shift() ?? 'accept';
      switch (behaviour) {
        case 'accept':
          return { status: 'accepted', messageId: `message-${messages.length}` };
        case 'refuse':
          return { status: 'refused', failure: failureOf(providerId, 'unreachable-recipient') };
        case 'leave-unknown':
          return { status: 'unknown', failure: failureOf(providerId, 'timeout') };
        case 'throw':
          throw new Error(`could not send ${message.text} to ${message.to}`);
        case 'hang':
          return new Promise((resolve) => hanging.push(resolve));
        case 'answer-nonsense':
          return { status: 'sent', message } as unknown as SendOutcome;
      }
    },
    behave(...next) {
      behaviours.push(...next);
    },
    release(outcome) {
      for (const resolve of hanging.splice(0)) resolve(outcome);
    },
    lastCode(to) {
      const message = messages.findLast((each) => to === undefined || each.to === to);
      const code = message === undefined ? undefined : /(?<![0-9])[0-9]{4,10}(?![0-9])/.exec(message.text)?.[0];
      if (code === undefined) throw new Error('No message with a code was sent.');
      return code;
    },
  };
}
