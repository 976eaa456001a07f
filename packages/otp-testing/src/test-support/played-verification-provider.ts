/**
 * The smallest adapter that keeps the contract. The vendor is a scripted provider; what lies between the two, which
 * would be a wire, is played by a function.
 */

import { explainUnloadedPackage, isFitToShow } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  CheckOutcome,
  ProviderFailureCategory,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import { NO_WORD, type VendorWord } from '../adapter-rules/vendor-words.ts';
import { failureOf } from '../failures.ts';
import { createScriptedVerificationProvider } from '../scripted-verification-provider.ts';
import type {
  ArrangedVerificationProvider,
  VerificationProviderContractOptions,
  VerificationProviderScenario,
} from '../verification-provider-contract/arranged-provider.ts';
import { checkBaseUrl } from './check-base-url.ts';
import { isCallOptions } from './is-call-options.ts';

const TO = '+14155550123';
const OWN_TIMEOUT_MS = 50;
const CREDENTIALS = ['secret-key'];

/** What the suite may ask of an adapter with a library and an address of its choice. */
export const PLAYED_ADAPTER: Required<Pick<VerificationProviderContractOptions, 'library' | 'createAt'>> = {
  library: {
    name: 'played-sdk',
    async arrangeWithout(error) {
      const failure = failureOf('played', 'configuration', explainUnloadedPackage(error, 'played-sdk'));
      const arranged = await arrangePlayedProvider({ call: 'check', vendor: 'decides' });
      return {
        ...arranged,
        provider: {
          ...arranged.provider,
          start: async () => ({ status: 'refused', failure }),
          check: async () => ({ status: 'unknown', failure }),
        },
        countRequests: () => 0,
      };
    },
  },
  createAt(baseUrl) {
    checkBaseUrl(baseUrl);
    return createScriptedVerificationProvider();
  },
};

export async function arrangePlayedProvider(
  { call, vendor: behaviour }: VerificationProviderScenario,
  word: VendorWord = NO_WORD,
): Promise<ArrangedVerificationProvider> {
  const vendor = createScriptedVerificationProvider({ providerId: 'played' });
  const begun = await vendor.start({ to: TO });
  if (behaviour === 'approves-another-number') vendor.behaveOnCheck('approve-another-number');
  let requests = 0;
  const ended = new Set<string | null>();
  const confidential = { asked: [TO.slice(1), vendor.lastCode(TO)], credentials: CREDENTIALS };
  const isFit = (said: string) => isFitToShow(said, confidential);

  /** `undefined`: the vendor serves the request. */
  async function travel(options: CallOptions): Promise<NotServed | undefined> {
    requests += behaviour === 'refuses-connection' || behaviour === 'shows-untrusted-certificate' ? 0 : 1;
    const fault = await playFault(behaviour, options);
    const said = word();
    if (fault?.status !== 'refused' || said === null || !isFit(said)) return fault;
    return { ...fault, failure: { ...fault.failure, providerCode: said } };
  }

  const provider: VerificationProvider = {
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId: 'played',
    capabilities: vendor.capabilities,
    async start(input, callOptions = {}) {
      if (!isCallOptions(callOptions)) return refusal('configuration');
      if (callOptions.signal?.aborted) return refusal('timeout');
      if (!isNumber(input.to)) return refusal('invalid-recipient');
      const fault = await travel(callOptions);
      if (fault !== undefined) return fault;
      const said = word();
      if (said === null) return vendor.start(input);
      // Nobody could ask about it by another name.
      return isFit(said)
        ? { status: 'accepted', reference: said }
        : { status: 'unknown', failure: failureOf('played', 'unknown') };
    },
    async check(input, callOptions = {}) {
      if (!isCallOptions(callOptions)) return { status: 'unknown', failure: failureOf('played', 'configuration') };
      if (callOptions.signal?.aborted) return { status: 'unknown', failure: failureOf('played', 'timeout') };
      if (!isNumber(input.to)) return { status: 'not-found' };
      const fault = await travel(callOptions);
      if (fault !== undefined) return { ...fault, status: 'unknown' };
      if (ended.has(input.reference)) return { status: 'not-found' };
      return judge(behaviour, () => vendor.check(input));
    },
    async cancel(reference, callOptions = {}) {
      if (!isCallOptions(callOptions) || callOptions.signal?.aborted || !isReference(reference)) return;
      const fault = await travel(callOptions);
      if (fault === undefined && behaviour === 'accepts') ended.add(reference);
    },
  };
  return {
    provider,
    reference: call !== 'start' && begun.status === 'accepted' ? begun.reference : '',
    rightCode: vendor.lastCode(TO),
    countRequests: () => requests,
    credentials: CREDENTIALS,
  };
}

type Behaviour = VerificationProviderScenario['vendor'];
type NotServed = Extract<StartOutcome, { status: 'refused' | 'unknown' }>;

function isNumber(to: unknown): boolean {
  return typeof to === 'string' && /^\+[1-9][0-9]{6,14}$/.test(to);
}

function isReference(reference: unknown): boolean {
  return typeof reference === 'string' && /^[\w-]{1,128}$/.test(reference);
}

async function judge(behaviour: Behaviour, decide: () => Promise<CheckOutcome>): Promise<CheckOutcome> {
  switch (behaviour) {
    case 'has-expired':
      return { status: 'expired' };
    case 'is-exhausted':
      return { status: 'exhausted' };
    case 'knows-nothing':
      return { status: 'not-found' };
    default:
      return decide();
  }
}

async function playFault(behaviour: Behaviour, { signal, timeoutMs }: CallOptions): Promise<NotServed | undefined> {
  switch (behaviour) {
    case 'refuses':
      return refusal('blocked-destination');
    case 'throttles':
      return { status: 'refused', failure: { ...failureOf('played', 'rate-limited'), retryable: true } };
    case 'refuses-connection':
      return { status: 'refused', failure: { ...failureOf('played', 'unavailable'), retryable: true } };
    case 'hangs':
      return new Promise((resolve) => {
        const giveUp = () => resolve({ status: 'unknown', failure: failureOf('played', 'timeout') });
        signal?.addEventListener('abort', giveUp);
        setTimeout(giveUp, Math.min(timeoutMs ?? OWN_TIMEOUT_MS, OWN_TIMEOUT_MS));
      });
    case 'shows-untrusted-certificate':
      return refusal('configuration');
    case 'breaks-encryption':
      return { status: 'unknown', failure: failureOf('played', 'unavailable') };
    case 'fails':
    case 'cuts-connection':
    case 'answers-garbage':
    case 'answers-hugely':
    case 'redirects':
      return { status: 'unknown', failure: failureOf('played', 'unknown') };
    default:
      return undefined;
  }
}

function refusal(category: ProviderFailureCategory): NotServed {
  return { status: 'refused', failure: failureOf('played', category) };
}
