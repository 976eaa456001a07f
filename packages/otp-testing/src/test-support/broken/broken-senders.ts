/** Senders that break what one call promises. The vendor is played; what is broken lies between it and the caller. */
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import {
  type ArrangedSender,
  type SmsSenderScenario,
  smsSenderContract,
} from '../../sms-sender-contract/sms-sender-contract.ts';
import { hasOnlyTime, isCallOptions, waitFor, withoutTime } from '../is-call-options.ts';
import { arrangePlayedSender } from '../played-sms-sender.ts';
import type { Proof } from './proof.ts';

type Send = SmsSender['send'];

/** What a broken sender may know of what it is to get wrong. */
interface Attempt {
  readonly send: Send;
  readonly scenario: SmsSenderScenario;
  readonly message: SmsMessage;
  readonly options: CallOptions | undefined;
}

function brokenSender(name: string, attempt: (attempt: Attempt) => Promise<SendOutcome>): Proof {
  const arrange = (scenario: SmsSenderScenario): ArrangedSender => {
    const arranged = arrangePlayedSender(scenario);
    const { send } = arranged.sender;
    return {
      ...arranged,
      sender: {
        ...arranged.sender,
        send: (message, options) => attempt({ send, scenario, message, options }),
      },
    };
  };
  return { name, register: (runner) => smsSenderContract(runner, { name, arrange }) };
}

/** Takes one scenario for a success. */
function credulousSender(name: string, credulous: SmsSenderScenario): Proof {
  return brokenSender(name, async ({ send, scenario, message, options }) => {
    const outcome = await send(message, options);
    return scenario === credulous ? { status: 'accepted', messageId: 'made-up' } : outcome;
  });
}

function onChannel(name: string, channel: string): Proof {
  const arrange = (scenario: SmsSenderScenario): ArrangedSender => {
    const arranged = arrangePlayedSender(scenario);
    return { ...arranged, sender: { ...arranged.sender, channel } as unknown as SmsSender };
  };
  return { name, register: (runner) => smsSenderContract(runner, { name, arrange }) };
}

export const BROKEN_SENDERS: readonly Proof[] = [
  brokenSender('tries again where the vendor failed', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    return outcome.status === 'unknown' ? send(message, options) : outcome;
  }),
  brokenSender('tries again where the vendor throttled', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    return outcome.status === 'refused' && outcome.failure.retryable ? send(message, options) : outcome;
  }),
  credulousSender('takes HTTP 500 for accepted', 'fails'),
  credulousSender('takes any answer for accepted', 'answers-garbage'),
  credulousSender('follows a redirect', 'redirects'),
  credulousSender('takes a message that the vendor refused for sent', 'refuses'),
  brokenSender('takes a vendor that hangs for one that refused', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    return outcome.status === 'unknown' ? { ...outcome, status: 'refused' } : outcome;
  }),
  brokenSender('does not look at its signal', ({ send, message }) => send(message)),
  brokenSender('goes on where its signal is none', ({ send, message, options }) =>
    send(message, isCallOptions(options) ? options : {}),
  ),
  brokenSender('does not look at the time that it is told', ({ send, message, options }) =>
    send(message, isCallOptions(options) ? withoutTime(options) : options),
  ),
  brokenSender('takes the time that it is told for its own', async ({ send, scenario, message, options }) => {
    const outcome = await send(message, options);
    if (scenario === 'hangs' && isCallOptions(options)) await waitFor(options?.timeoutMs);
    return outcome;
  }),
  brokenSender('says of a message that was cut off that it was not sent', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    const isTold = isCallOptions(options) && options?.timeoutMs !== undefined;
    return isTold && outcome.status === 'unknown' ? { ...outcome, status: 'refused' } : outcome;
  }),
  brokenSender('goes on where its time is none', ({ send, message, options }) =>
    send(message, hasOnlyTime(options) && !isCallOptions(options) ? {} : options),
  ),
  brokenSender('goes on where what it is to be called by is none', ({ send, message, options }) => {
    const { to, text, code } = message;
    return send({ to, text, ...(code === undefined ? {} : { code }) }, options);
  }),
  brokenSender('refuses a message that says what it is for', async ({ send, message, options }) =>
    message.purpose === undefined ? send(message, options) : send({ ...message, text: '' }, options),
  ),
  brokenSender('tells the name of the app in the message of a failure', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    if (outcome.status === 'accepted') return outcome;
    return { ...outcome, failure: { ...outcome.failure, message: `No template of ${message.appName}.` } };
  }),
  brokenSender('tells the language as the code of a failure', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    if (outcome.status === 'accepted' || message.locale === undefined) return outcome;
    return { ...outcome, failure: { ...outcome.failure, providerCode: `no-${message.locale}` } };
  }),
  onChannel('sends over a channel that there is none of', 'pigeon'),
  brokenSender('takes a vendor that nobody reaches for one that is not set up', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    if (outcome.status === 'accepted' || outcome.failure.category !== 'unavailable') return outcome;
    return { ...outcome, failure: { ...outcome.failure, category: 'configuration', retryable: false } };
  }),
  brokenSender('throws where the vendor says no', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    if (outcome.status === 'refused') throw new Error('refused');
    return outcome;
  }),
  brokenSender('tells the number in the message of a failure', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    if (outcome.status === 'accepted') return outcome;
    return { ...outcome, failure: { ...outcome.failure, message: `Could not send to ${message.to}.` } };
  }),
  brokenSender('tells a credential in the code of a failure', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    if (outcome.status === 'accepted') return outcome;
    return { ...outcome, failure: { ...outcome.failure, providerCode: 'rejected secret-key' } };
  }),
  brokenSender('tells the text as the id of the message', async ({ send, message, options }) => {
    const outcome = await send(message, options);
    return outcome.status === 'accepted' ? { ...outcome, messageId: message.text } : outcome;
  }),
  brokenSender('asks the vendor about what is no number', ({ send, message, options }) =>
    send({ ...message, to: '+14155550123' }, options),
  ),
];
