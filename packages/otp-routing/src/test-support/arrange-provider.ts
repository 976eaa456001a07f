/** A vendor for the provider contract: a scripted provider behind a wire that is played by a function. */
import { isFitToShow } from '@countersign/otp-core/adapter';
import type { CheckOutcome, StartOutcome, VerificationProvider } from '@countersign/otp-core/spec';
import {
  type ArrangedVerificationProvider,
  createScriptedVerificationProvider,
  type VendorWord,
  type VerificationProviderScenario,
} from '@countersign/otp-testing';
import { refused, uncertain } from './failures.ts';

const VENDOR = 'played';
const TO = '+14155550123';

type Behaviour = VerificationProviderScenario['vendor'];
type Fault = Extract<StartOutcome, { status: 'refused' | 'unknown' }>;

/** The codes of its refusals come as they are: what of them may be shown is the route's to say. */
export async function arrangeProvider(
  { call, vendor: behaviour }: VerificationProviderScenario,
  word: VendorWord,
  route: (vendor: VerificationProvider) => VerificationProvider,
): Promise<ArrangedVerificationProvider> {
  const vendor = createScriptedVerificationProvider({ providerId: VENDOR });
  if (behaviour === 'approves-another-number') vendor.behaveOnCheck('approve-another-number');
  let requests = 0;
  let isFaulty = false;
  const ended = new Set<string | null>();

  async function travel(signal: AbortSignal | undefined): Promise<Fault | undefined> {
    if (!isFaulty) return undefined;
    requests += behaviour === 'refuses-connection' || behaviour === 'shows-untrusted-certificate' ? 0 : 1;
    return playFault(behaviour, word, signal);
  }

  const provider = route({
    ...vendor,
    async start(input, { signal } = {}) {
      const fault = await travel(signal);
      if (fault !== undefined) return fault;
      const reference = isFaulty ? word() : null;
      const isFit = reference !== null && isFitToShow(reference, { asked: [TO.slice(1)], credentials: [] });
      return isFit ? { status: 'accepted', reference } : vendor.start(input);
    },
    async check(input, { signal } = {}) {
      const fault = await travel(signal);
      if (fault !== undefined) return { ...fault, status: 'unknown' };
      return ended.has(input.reference) ? { status: 'not-found' } : judge(behaviour, () => vendor.check(input));
    },
    async cancel(reference, { signal } = {}) {
      if ((await travel(signal)) === undefined && behaviour === 'accepts') ended.add(reference);
    },
  });
  // Begun through the route, so that the reference is one of the route's.
  const begun = await provider.start({ to: TO });
  isFaulty = true;
  return {
    provider,
    reference: call !== 'start' && begun.status === 'accepted' ? begun.reference : '',
    rightCode: vendor.lastCode(TO),
    countRequests: () => requests,
    credentials: [],
  };
}

async function judge(behaviour: Behaviour, decide: () => Promise<CheckOutcome>): Promise<CheckOutcome> {
  if (behaviour === 'has-expired') return { status: 'expired' };
  if (behaviour === 'is-exhausted') return { status: 'exhausted' };
  return behaviour === 'knows-nothing' ? { status: 'not-found' } : decide();
}

async function playFault(
  behaviour: Behaviour,
  word: VendorWord,
  signal: AbortSignal | undefined,
): Promise<Fault | undefined> {
  switch (behaviour) {
    case 'refuses':
      return refused(VENDOR, 'blocked-destination', word() ?? 'E-1');
    case 'shows-untrusted-certificate':
      return refused(VENDOR, 'configuration');
    case 'breaks-encryption':
      return uncertain(VENDOR, 'unavailable');
    case 'throttles':
      return refused(VENDOR, 'rate-limited');
    case 'refuses-connection':
      return refused(VENDOR, 'unavailable');
    case 'hangs':
      return new Promise((resolve) => {
        const giveUp = () => resolve(uncertain(VENDOR, 'timeout'));
        signal?.addEventListener('abort', giveUp);
        setTimeout(giveUp, 20);
      });
    case 'fails':
    case 'cuts-connection':
    case 'answers-garbage':
    case 'answers-hugely':
    case 'redirects':
      return uncertain(VENDOR, 'unknown');
    default:
      return undefined;
  }
}
