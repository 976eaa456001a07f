/** Senders that break what one call promises. The vendor is played; what is broken lies between it and the caller. */
import type { CallOptions, ProviderFailure, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import type { VendorWord } from '../../adapter-rules/vendor-words.ts';
import type {
  ArrangedSender,
  SmsSenderContractOptions,
  SmsSenderScenario,
} from '../../sms-sender-contract/arranged-sender.ts';
import { smsSenderContract } from '../../sms-sender-contract/sms-sender-contract.ts';
import { checkBaseUrl } from '../check-base-url.ts';
import { hasOnlyTime, isCallOptions, waitFor, withoutTime } from '../is-call-options.ts';
import { arrangePlayedSender, PLAYED_ADAPTER } from '../played-sms-sender.ts';
import type { Proof } from './proof.ts';

type Send = SmsSender['send'];

/** What a broken sender may know of what it is to get wrong. */
interface Attempt {
  readonly send: Send;
  readonly scenario: SmsSenderScenario;
  readonly message: SmsMessage;
  readonly options: CallOptions | undefined;
  /** What the vendor said last. */
  readonly said: () => string;
}

function brokenSender(name: string, attempt: (attempt: Attempt) => Promise<SendOutcome>): Proof {
  const arrange = (scenario: SmsSenderScenario, word: VendorWord): ArrangedSender => {
    let said: string | null = null;
    const arranged = arrangePlayedSender(scenario, () => {
      said = word();
      return said;
    });
    const { send } = arranged.sender;
    return {
      ...arranged,
      sender: {
        ...arranged.sender,
        send: (message, options) => attempt({ send, scenario, message, options, said: () => said ?? 'm-1' }),
      },
    };
  };
  return { name, register: (runner) => smsSenderContract(runner, { name, arrange }) };
}

/** Sound but for what is asked of an adapter with a library and an address of its choice. */
function brokenAdapter(name: string, broken: Partial<typeof PLAYED_ADAPTER>): Proof {
  const options: SmsSenderContractOptions = { name, arrange: arrangePlayedSender, ...PLAYED_ADAPTER, ...broken };
  return { name, register: (runner) => smsSenderContract(runner, options) };
}

/** Tells something else of a library that does not load. */
function tellingOfLibrary(distort: (failure: ProviderFailure) => ProviderFailure): Partial<typeof PLAYED_ADAPTER> {
  const { library } = PLAYED_ADAPTER;
  return {
    library: {
      ...library,
      async arrangeWithout(error) {
        const arranged = await library.arrangeWithout(error);
        const send = async (): Promise<SendOutcome> => {
          const outcome = await arranged.sender.send({ to: '+14155550123', text: 'x' });
          return 'failure' in outcome ? { ...outcome, failure: distort(outcome.failure) } : outcome;
        };
        return { ...arranged, sender: { ...arranged.sender, send } };
      },
    },
  };
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
  brokenSender('shows whatever its vendor gives as the id of the message', async ({ send, message, options, said }) => {
    const outcome = await send(message, options);
    return outcome.status === 'accepted' ? { ...outcome, messageId: said() } : outcome;
  }),
  brokenSender('looks for whole secrets alone in the code of a failure', async ({ send, message, options, said }) => {
    const outcome = await send(message, options);
    const isWhole = [message.to, message.to.slice(1), message.text, 'secret-key'].some((each) => said().includes(each));
    if (outcome.status === 'accepted' || isWhole) return outcome;
    return { ...outcome, failure: { ...outcome.failure, providerCode: said() } };
  }),
  brokenSender('quotes its vendor in the message of a failure', async ({ send, message, options, said }) => {
    const outcome = await send(message, options);
    if (outcome.status === 'accepted') return outcome;
    return { ...outcome, failure: { ...outcome.failure, message: `The vendor says: ${said()}` } };
  }),
  brokenSender('takes a certificate that nobody vouches for for an outage', async (attempt) => {
    const outcome = await attempt.send(attempt.message, attempt.options);
    if (attempt.scenario !== 'shows-untrusted-certificate' || outcome.status === 'accepted') return outcome;
    return { ...outcome, failure: { ...outcome.failure, category: 'unavailable', retryable: true } };
  }),
  brokenSender('takes TLS that fails for a refusal, whenever it fails', async (attempt) => {
    const outcome = await attempt.send(attempt.message, attempt.options);
    if (attempt.scenario !== 'breaks-encryption' || outcome.status === 'accepted') return outcome;
    return { status: 'refused', failure: { ...outcome.failure, category: 'configuration', retryable: false } };
  }),
  brokenAdapter(
    'takes a library that does not load for an outage',
    tellingOfLibrary((failure) => ({ ...failure, category: 'unavailable', retryable: true })),
  ),
  brokenAdapter(
    'does not say which library does not load',
    tellingOfLibrary((failure) => ({ ...failure, message: 'Something is not installed: npm install it' })),
  ),
  brokenAdapter(
    'tells to install a library that is there',
    tellingOfLibrary((failure) => ({ ...failure, message: `${failure.message} Try npm install played-sdk.` })),
  ),
  brokenAdapter('speaks plain HTTP to everybody', { createAt: () => arrangePlayedSender('accepts').sender }),
  brokenAdapter('does not know that names under localhost are this machine', {
    createAt(baseUrl) {
      if (baseUrl.includes('.localhost')) checkBaseUrl('http://elsewhere.example');
      return PLAYED_ADAPTER.createAt(baseUrl);
    },
  }),
  brokenAdapter('takes a name of this machine with a dot at its end for another machine', {
    createAt(baseUrl) {
      if (/\.(?::|$)/.test(baseUrl)) checkBaseUrl('http://elsewhere.example');
      return PLAYED_ADAPTER.createAt(baseUrl);
    },
  }),
  brokenAdapter('does not know this machine by an IPv4 address within IPv6', {
    createAt(baseUrl) {
      if (baseUrl.includes('::ffff:')) checkBaseUrl('http://elsewhere.example');
      return PLAYED_ADAPTER.createAt(baseUrl);
    },
  }),
  brokenSender('asks the vendor about what is no number', ({ send, message, options }) =>
    send({ ...message, to: '+14155550123' }, options),
  ),
];
