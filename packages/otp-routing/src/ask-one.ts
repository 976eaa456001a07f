/** Asks the one sender that a route has chosen, for as long as its caller waits. */
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import { askToSend } from './ask-to-send.ts';
import { askWithin, withinDeadline } from './call-deadline.ts';
import { readCallEnd } from './read-call.ts';
import { refuse, threw, timedOut } from './route-outcomes.ts';

export async function askOne(
  sender: SmsSender,
  message: SmsMessage,
  options: CallOptions | undefined,
): Promise<SendOutcome> {
  const { providerId } = sender;
  const end = readCallEnd(options, providerId);
  if (end.status === 'refused') return end;
  return withinDeadline(end.value, null, async (deadline) => {
    if (deadline.endedBy() !== null) {
      return refuse(providerId, 'timeout', 'The caller stopped waiting before anything was sent.');
    }
    const asked = await askWithin(deadline, deadline.timeFor(1), (within) => askToSend(sender, message, within));
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
