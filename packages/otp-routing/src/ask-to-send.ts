import { readSendOutcome } from '@countersign/otp-core/adapter';
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';

/** Hands a message to one sender, and reads the answer as the engine does: without the number and the text. */
export async function askToSend(sender: SmsSender, message: SmsMessage, options: CallOptions): Promise<SendOutcome> {
  const answer = await sender.send(message, options);
  return readSendOutcome(answer, { providerId: sender.providerId, confidential: [message.to.slice(1), message.text] });
}
