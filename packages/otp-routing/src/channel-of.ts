/** How the messages of a route travel. */
import type { SmsSender } from '@countersign/otp-core/spec';

/** That of its senders, where all have the same. Else it has none of its own: each outcome names the one that was taken. */
export function channelOf(senders: readonly SmsSender[]): Pick<SmsSender, 'channel'> {
  const [channel, ...others] = new Set(senders.map((sender) => sender.channel ?? 'sms'));
  return channel === undefined || channel === 'sms' || others.length > 0 ? {} : { channel };
}
