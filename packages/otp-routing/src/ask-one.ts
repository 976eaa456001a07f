/** Asks the one sender that a route has chosen, for as long as its caller waits. */
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import { askWithin, withinDeadline } from './call-deadline.ts';
import { readSignal } from './read-call.ts';
import { readSendOutcome, refuse, threw, timedOut } from './read-outcome.ts';

export async function askOne(
  sender: SmsSender,
  message: SmsMessage,
  options: CallOptions | undefined,
): Promise<SendOutcome> {
  const { providerId } = sender;
  const signal = readSignal(options, providerId);
  if (signal.status === 'refused') return signal;
  return withinDeadline(signal.value, null, async (deadline) => {
    if (deadline.endedBy() !== null) {
      return refuse(providerId, 'timeout', 'The caller stopped waiting before anything was sent.');
    }
    const asked = await askWithin(deadline, async (within) =>
      readSendOutcome(await sender.send(message, within), providerId),
    );
    switch (asked.status) {
      case 'answered':
        return asked.value;
      case 'threw':
        return threw(providerId);
      case 'ended':
        return timedOut(providerId, asked.by);
    }
  });
}
