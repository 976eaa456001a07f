import { OptionProblems } from '@countersign/otp-core/adapter';
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import { askToSend } from './ask-to-send.ts';
import { withinDeadline } from './call-deadline.ts';
import { channelOf } from './channel-of.ts';
import { checkList, checkSender } from './check-ports.ts';
import { destinationOf } from './destination-of.ts';
import { type Candidate, failOver } from './fail-over.ts';
import { type FailoverOptions, resolveFailoverOptions } from './failover-options.ts';
import { createNumberMemory, orderForRepeat } from './number-memory.ts';
import { readCallEnd, readMessage } from './read-call.ts';
import type { AcceptedSend } from './route-outcomes.ts';
import { createTeller } from './routing-event.ts';
import { createVendorCircuits } from './vendor-circuits.ts';
import { warmUpAll } from './warm-up-all.ts';

/**
 * One sender of several: the next is asked only where the last one certainly sent nothing, so that one call stays at
 * most one message. Not after `invalid-recipient`, `opted-out`, `content-rejected` and `fraud-blocked`, where another
 * vendor could do no better, and never after `unknown`, an error or a time-out, where the message may be on its way.
 *
 * A vendor that keeps failing is left alone for a while. All of it, the memory of numbers too, is this process's own.
 * The outcome's `providerId`, and a failure's, is that of the vendor it is about.
 *
 * @throws OtpConfigurationError naming every sender and option that makes no sense
 * @example
 * const sender = withFailover([twilio, telnyx], { onEvent: (event) => console.log(JSON.stringify(event)) });
 * const otp = createOtpEngine({ provider: sender, store, secret });
 */
export function withFailover(senders: readonly SmsSender[], options: FailoverOptions = {}): SmsSender {
  const problems = new OptionProblems('withFailover');
  checkList('senders', senders, checkSender, problems);
  if (Array.isArray(senders) && senders.length === 0) problems.add('senders', 'must hold at least one');
  const resolved = resolveFailoverOptions(options, { providerId: 'failover', onRepeat: 'another' }, problems);
  problems.throwIfAny();

  const { providerId, deadlineMs, onRepeat } = resolved;
  const tell = createTeller(providerId, resolved.onEvent);
  const memory = createNumberMemory({ forMs: resolved.repeatWithinMs, maxNumbers: resolved.maxRememberedNumbers });
  const routes = senders.map((sender) => ({
    sender,
    providerId: sender.providerId,
    circuits: createVendorCircuits({ ...resolved, providerId: sender.providerId, tell }),
  }));

  async function send(message: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const read = readMessage(message, providerId);
    if (read.status === 'refused') return read;
    const end = readCallEnd(callOptions, providerId);
    if (end.status === 'refused') return end;
    const { to } = read.value;
    const ordered = orderForRepeat(routes, memory.recall(to), onRepeat);
    const candidates = ordered.map(
      ({ sender, ...route }): Candidate<AcceptedSend> => ({
        ...route,
        ask: (within) => askToSend(sender, read.value, within),
      }),
    );
    return withinDeadline(end.value, deadlineMs, (deadline) =>
      failOver({
        providerId,
        destination: destinationOf(to),
        candidates,
        deadline,
        deadlineMs,
        tell,
        onSent: (vendor) => memory.remember(to, vendor),
      }),
    );
  }

  const warmUp = () => warmUpAll(senders);
  const ports = { specificationVersion: 'v1', kind: 'sms-sender', providerId, ...channelOf(senders) } as const;
  return Object.freeze({ ...ports, send, warmUp });
}
