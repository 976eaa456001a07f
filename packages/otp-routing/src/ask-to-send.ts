import { readSendOutcome } from '@countersign/otp-core/adapter';
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';

/**
 * Hands a message to one sender, and reads the answer as the engine does: without what was confidential in the message.
 * Names the channel too: of a route within the route, the one that it names.
 */
export async function askToSend(sender: SmsSender, message: SmsMessage, options: CallOptions): Promise<SendOutcome> {
  const { providerId, channel } = sender;
  const answer = await sender.send(message, options);
  const confidential = [message.to.slice(1), message.text, message.code].filter((each) => each !== undefined);
  const outcome = readSendOutcome(answer, { providerId, confidential });
  if (outcome.status !== 'accepted' || outcome.channel !== undefined || channel === undefined) return outcome;
  return { ...outcome, channel };
}
