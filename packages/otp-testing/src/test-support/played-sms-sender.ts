/** A sender for the tests of the suite itself, and to be broken. */
import { createSmsSender } from '@countersign/otp-core';
import { explainUnloadedPackage, isFitToShow } from '@countersign/otp-core/adapter';
import type { CallOptions, ProviderFailureCategory, SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import { NO_WORD, type VendorWord } from '../adapter-rules/vendor-words.ts';
import { failureOf } from '../failures.ts';
import type {
  ArrangedSender,
  SmsSenderContractOptions,
  SmsSenderScenario,
} from '../sms-sender-contract/arranged-sender.ts';
import { checkBaseUrl } from './check-base-url.ts';
import { isCallOptions } from './is-call-options.ts';

const OWN_TIMEOUT_MS = 50;
const CREDENTIALS = ['secret-key'];
const NOT_SENT: readonly SmsSenderScenario[] = ['refuses-connection', 'shows-untrusted-certificate'];

/** The smallest sender that keeps the contract: what a vendor would do is played by a function. */
export function arrangePlayedSender(scenario: SmsSenderScenario, word: VendorWord = NO_WORD): ArrangedSender {
  let requests = 0;
  const sender = createPlayedSender((shown, options) => {
    requests += NOT_SENT.includes(scenario) ? 0 : 1;
    return play(scenario, shown, options);
  }, word);
  return { sender, countRequests: () => requests, credentials: CREDENTIALS };
}

/** What the suite may ask of an adapter with a library and an address of its choice. */
export const PLAYED_ADAPTER: Required<Pick<SmsSenderContractOptions, 'library' | 'createAt'>> = {
  library: {
    name: 'played-sdk',
    arrangeWithout: (error) => {
      const failure = failureOf('played', 'configuration', explainUnloadedPackage(error, 'played-sdk'));
      return {
        sender: createPlayedSender(async () => ({ status: 'refused', failure })),
        countRequests: () => 0,
        credentials: [],
      };
    },
  },
  createAt(baseUrl) {
    checkBaseUrl(baseUrl);
    return arrangePlayedSender('accepts').sender;
  },
};

/** What the vendor says, where it is fit to show. */
type Shown = string | undefined;

function createPlayedSender(
  ask: (shown: Shown, options: CallOptions) => Promise<SendOutcome>,
  word: VendorWord = NO_WORD,
): SmsSender {
  const base = createSmsSender({
    providerId: 'played',
    send(to, text, options) {
      const said = word() ?? 'm-1';
      return ask(isFitToShow(said, { asked: [to, text], credentials: CREDENTIALS }) ? said : undefined, options);
    },
  });
  return {
    ...base,
    async send(message, options = {}) {
      if (!isCallOptions(options)) return refusal('configuration');
      if (options.signal?.aborted) return refusal('timeout');
      if (typeof message.to !== 'string' || !/^\+[1-9][0-9]{6,14}$/.test(message.to))
        return refusal('invalid-recipient');
      if (typeof message.text !== 'string' || message.text === '') return refusal('content-rejected');
      const { code, locale, purpose, appName } = message;
      if (![code, locale, purpose, appName].every(isTextOrNone)) return refusal('content-rejected');
      return base.send(message, options);
    },
  };
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && /^[^\p{Surrogate}\p{Cc}]{1,256}$/u.test(value));
}

async function play(
  scenario: SmsSenderScenario,
  shown: Shown,
  { signal, timeoutMs }: CallOptions,
): Promise<SendOutcome> {
  switch (scenario) {
    case 'accepts':
      return { status: 'accepted', messageId: shown ?? null };
    case 'refuses':
      return refusal('unreachable-recipient', shown);
    case 'refuses-connection':
      return { status: 'refused', failure: { ...failureOf('played', 'unavailable'), retryable: true } };
    case 'throttles':
      return { status: 'refused', failure: { ...failureOf('played', 'rate-limited'), retryable: true } };
    case 'hangs':
      return new Promise((resolve) => {
        const giveUp = () => resolve(uncertain('timeout'));
        signal?.addEventListener('abort', giveUp);
        setTimeout(giveUp, Math.min(timeoutMs ?? OWN_TIMEOUT_MS, OWN_TIMEOUT_MS));
      });
    case 'shows-untrusted-certificate':
      return refusal('configuration');
    case 'breaks-encryption':
      return uncertain('unavailable');
    case 'fails':
    case 'cuts-connection':
    case 'answers-garbage':
    case 'answers-hugely':
    case 'redirects':
      return uncertain('unknown');
  }
}

function refusal(category: ProviderFailureCategory, providerCode?: string): SendOutcome {
  const failure = failureOf('played', category);
  return { status: 'refused', failure: providerCode === undefined ? failure : { ...failure, providerCode } };
}

function uncertain(category: ProviderFailureCategory): SendOutcome {
  return { status: 'unknown', failure: failureOf('played', category) };
}
