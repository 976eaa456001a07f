/** A sender that fares as it is told, by category, and tells when it was asked. */
import type { ProviderFailureCategory, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import { refused, uncertain } from './failures.ts';

export type Play =
  | 'accept'
  | 'throw'
  | 'hang'
  | 'nonsense'
  | `refuse ${ProviderFailureCategory}`
  | `unknown ${ProviderFailureCategory}`;

export interface PlayedSender extends SmsSender {
  /** All that was handed over, oldest first. */
  readonly messages: SmsMessage[];
  /** The signals it was handed. */
  readonly signals: AbortSignal[];
  /** How the next sends fare, one each; then the last of them goes on. */
  play(...plays: readonly [Play, ...Play[]]): void;
  /** Answers all sends that hang. */
  release(outcome: SendOutcome): void;
}

export function createPlayedSender(providerId: string, ...script: readonly Play[]): PlayedSender {
  let plays: readonly Play[] = script;
  const hanging: Array<(outcome: SendOutcome) => void> = [];
  const messages: SmsMessage[] = [];
  const signals: AbortSignal[] = [];
  return {
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId,
    messages,
    signals,
    send(message, options) {
      messages.push(message);
      if (options?.signal !== undefined) signals.push(options.signal);
      const [play = 'accept', ...rest] = plays;
      if (rest.length > 0) plays = rest;
      if (play === 'hang') return new Promise((resolve) => hanging.push(resolve));
      return answer(providerId, play, message, messages.length);
    },
    play(...next) {
      plays = next;
    },
    release(outcome) {
      for (const resolve of hanging.splice(0)) resolve(outcome);
    },
  };
}

async function answer(providerId: string, play: Play, message: SmsMessage, count: number): Promise<SendOutcome> {
  if (play === 'accept') return { status: 'accepted', messageId: `${providerId}-${count}` };
  if (play === 'nonsense') return { status: 'sent', message } as unknown as SendOutcome;
  const [status, category] = play.split(' ') as ['refuse' | 'unknown', ProviderFailureCategory];
  if (status === 'refuse') return refused(providerId, category);
  if (status === 'unknown') return uncertain(providerId, category);
  throw new Error(`could not send ${message.text} to ${message.to}`);
}
