/**
 * Providers that break what a start, a check or a cancel promises.
 *
 * One is missing, as no suite can find it: a provider that asks its vendor about another number and names the asked one
 * in the approval. Seen from outside it is a provider that works. What can be asked is that an adapter hides nothing
 * that its vendor names, which is `approves-another-number`.
 */
import type { CallOptions, CheckInput, CheckOutcome, VerificationProvider } from '@countersign/otp-core/spec';
import type { VendorWord } from '../../adapter-rules/vendor-words.ts';
import type {
  ArrangedVerificationProvider,
  VerificationProviderScenario,
} from '../../verification-provider-contract/arranged-provider.ts';
import { verificationProviderContract } from '../../verification-provider-contract/verification-provider-contract.ts';
import { hasOnlyTime, isCallOptions, waitFor, withoutTime } from '../is-call-options.ts';
import { arrangePlayedProvider, PLAYED_ADAPTER } from '../played-verification-provider.ts';
import type { Proof } from './proof.ts';

type Vendor = VerificationProviderScenario['vendor'];

function brokenProvider(
  name: string,
  breakIt: (sound: VerificationProvider, vendor: Vendor, said: () => string) => Partial<VerificationProvider>,
): Proof {
  const arrange = async (
    scenario: VerificationProviderScenario,
    word: VendorWord,
  ): Promise<ArrangedVerificationProvider> => {
    let said: string | null = null;
    const arranged = await arrangePlayedProvider(scenario, () => {
      said = word();
      return said;
    });
    const { provider } = arranged;
    return { ...arranged, provider: { ...provider, ...breakIt(provider, scenario.vendor, () => said ?? 'v-1') } };
  };
  return { name, register: (runner) => verificationProviderContract(runner, { name, arrange }) };
}

/** Makes something else of what a sound adapter would have told of a check. */
function distorting(
  name: string,
  distort: (outcome: CheckOutcome, input: CheckInput, vendor: Vendor) => CheckOutcome,
): Proof {
  return brokenProvider(name, ({ check }, vendor) => ({
    check: async (input: CheckInput, options?: CallOptions) => distort(await check(input, options), input, vendor),
  }));
}

/** Sound but for what is asked of an adapter with a library and an address of its choice. */
function brokenAdapter(name: string, broken: Partial<typeof PLAYED_ADAPTER>): Proof {
  const options = { name, arrange: arrangePlayedProvider, ...PLAYED_ADAPTER, ...broken };
  return { name, register: (runner) => verificationProviderContract(runner, options) };
}

type Cancel = NonNullable<VerificationProvider['cancel']>;

function brokenCancel(name: string, breakIt: (sound: Cancel, vendor: Vendor) => Cancel): Proof {
  return brokenProvider(name, ({ cancel }, vendor) =>
    cancel === undefined ? {} : { cancel: breakIt(cancel, vendor) },
  );
}

const APPROVED: CheckOutcome = { status: 'approved', phoneNumber: '+14155550123' };

export const BROKEN_PROVIDERS: readonly Proof[] = [
  brokenProvider('starts again where the vendor failed', ({ start }) => ({
    start: async (input, options) => {
      const outcome = await start(input, options);
      return outcome.status === 'unknown' ? start(input, options) : outcome;
    },
  })),
  brokenProvider('takes any answer to a start for accepted', ({ start }, vendor) => ({
    start: async (input, options) => {
      const outcome = await start(input, options);
      return vendor === 'answers-garbage' ? { status: 'accepted', reference: 'made-up' } : outcome;
    },
  })),
  brokenProvider('makes the number its reference', ({ start }) => ({
    start: async (input, options) => {
      const outcome = await start(input, options);
      return outcome.status === 'accepted' ? { ...outcome, reference: input.to } : outcome;
    },
  })),
  brokenProvider('says that it allows no checks', ({ capabilities }) => ({
    capabilities: { ...capabilities, maxChecks: 0 },
  })),
  brokenProvider('says that it cannot check by number, and does', ({ capabilities }) => ({
    capabilities: { ...capabilities, checkByNumber: false },
  })),
  brokenProvider('does not look at its signal', ({ start, check }) => ({
    start: (input) => start(input),
    check: (input) => check(input),
  })),
  brokenProvider('starts where its signal is none', ({ start }) => ({
    start: (input, options) => start(input, isCallOptions(options) ? options : {}),
  })),
  brokenProvider('does not look at the time that a start is told', ({ start }) => ({
    start: (input, options) => start(input, isCallOptions(options) ? withoutTime(options) : options),
  })),
  brokenProvider('takes the time that a start is told for its own', ({ start }, vendor) => ({
    start: async (input, options) => {
      const outcome = await start(input, options);
      if (vendor === 'hangs' && isCallOptions(options)) await waitFor(options?.timeoutMs);
      return outcome;
    },
  })),
  brokenProvider('starts where its time is none', ({ start }) => ({
    start: (input, options) => start(input, hasOnlyTime(options) && !isCallOptions(options) ? {} : options),
  })),
  brokenProvider('does not look at the time that a check is told', ({ check }) => ({
    check: (input, options) => check(input, isCallOptions(options) ? withoutTime(options) : options),
  })),
  brokenProvider('takes the time that a check is told for its own', ({ check }, vendor) => ({
    check: async (input, options) => {
      const outcome = await check(input, options);
      if (vendor === 'hangs' && isCallOptions(options)) await waitFor(options?.timeoutMs);
      return outcome;
    },
  })),
  brokenProvider('checks where its time is none', ({ check }) => ({
    check: (input, options) => check(input, hasOnlyTime(options) && !isCallOptions(options) ? {} : options),
  })),
  brokenProvider('takes a vendor that nobody reaches for one that is not set up', ({ start }) => ({
    start: async (input, options) => {
      const outcome = await start(input, options);
      if (outcome.status === 'accepted' || outcome.failure.category !== 'unavailable') return outcome;
      return { ...outcome, failure: { ...outcome.failure, category: 'configuration', retryable: false } };
    },
  })),
  brokenProvider('remembers an approval, and approves twice', ({ check }) => {
    const remembered = new Map<string, CheckOutcome>();
    return {
      async check(input, options) {
        const outcome = remembered.get(input.code) ?? (await check(input, options));
        remembered.set(input.code, outcome);
        return outcome;
      },
    };
  }),
  brokenProvider('throws where the code is wrong', ({ check }) => ({
    async check(input, options) {
      const outcome = await check(input, options);
      if (outcome.status === 'mismatch') throw new Error('wrong code');
      return outcome;
    },
  })),
  brokenProvider('checks again where the vendor failed', ({ check }) => ({
    async check(input, options) {
      const outcome = await check(input, options);
      return outcome.status === 'unknown' ? check(input, options) : outcome;
    },
  })),
  distorting('names the number that was asked, whatever the vendor approved', (outcome, input) =>
    outcome.status === 'approved' ? { ...outcome, phoneNumber: input.to } : outcome,
  ),
  distorting('approves whatever the vendor does not refuse', (outcome, _input, vendor) =>
    vendor === 'answers-garbage' ? APPROVED : outcome,
  ),
  distorting('follows a redirect of a check', (outcome, _input, vendor) =>
    vendor === 'redirects' ? APPROVED : outcome,
  ),
  distorting('approves what has expired', (outcome) => (outcome.status === 'expired' ? APPROVED : outcome)),
  distorting('takes a vendor that is down for a wrong code', (outcome) =>
    outcome.status === 'unknown' ? { status: 'mismatch' } : outcome,
  ),
  distorting('tells the code in the message of a failure', (outcome, input) =>
    outcome.status === 'unknown'
      ? { ...outcome, failure: { ...outcome.failure, message: `Could not check ${input.code}.` } }
      : outcome,
  ),
  brokenProvider('takes whatever its vendor gives for its reference', ({ start }, vendor, said) => ({
    start: async (input, options) => {
      const outcome = await start(input, options);
      const isLeftOut = vendor === 'accepts' && outcome.status === 'unknown';
      return isLeftOut ? { status: 'accepted', reference: said() } : outcome;
    },
  })),
  brokenProvider('shows the code of a refused start that holds the number', ({ start }, _vendor, said) => ({
    start: async (input, options) => {
      const outcome = await start(input, options);
      if (outcome.status !== 'refused') return outcome;
      return { ...outcome, failure: { ...outcome.failure, providerCode: said() } };
    },
  })),
  brokenProvider('shows the code of a refused check that holds the guess', ({ check }, _vendor, said) => ({
    check: async (input, options) => {
      const outcome = await check(input, options);
      if (outcome.status !== 'unknown') return outcome;
      return { ...outcome, failure: { ...outcome.failure, providerCode: said() } };
    },
  })),
  brokenProvider('takes a certificate that nobody vouches for for an outage', ({ start }, vendor) => ({
    start: async (input, options) => {
      const outcome = await start(input, options);
      if (vendor !== 'shows-untrusted-certificate' || outcome.status === 'accepted') return outcome;
      return { ...outcome, failure: { ...outcome.failure, category: 'unavailable', retryable: true } };
    },
  })),
  brokenProvider('takes TLS that fails for a refusal, whenever it fails', ({ start }, vendor) => ({
    start: async (input, options) => {
      const outcome = await start(input, options);
      if (vendor !== 'breaks-encryption' || outcome.status === 'accepted') return outcome;
      return { status: 'refused', failure: { ...outcome.failure, category: 'configuration' } };
    },
  })),
  distorting('takes TLS that fails for a wrong code', (outcome, _input, vendor) =>
    vendor === 'breaks-encryption' || vendor === 'shows-untrusted-certificate' ? { status: 'mismatch' } : outcome,
  ),
  brokenAdapter('takes a library that does not load for a wrong code', {
    library: {
      ...PLAYED_ADAPTER.library,
      async arrangeWithout(error) {
        const arranged = await PLAYED_ADAPTER.library.arrangeWithout(error);
        return { ...arranged, provider: { ...arranged.provider, check: async () => ({ status: 'mismatch' }) } };
      },
    },
  }),
  brokenAdapter('speaks plain HTTP to everybody', {
    createAt: () => PLAYED_ADAPTER.createAt('https://vendor.example'),
  }),
  brokenCancel('tells nobody that a verification is cancelled', () => async () => {}),
  brokenCancel(
    'cancels another verification than it is asked to',
    (cancel) => (_reference, options) => cancel('verification-0', options),
  ),
  brokenCancel('asks twice to make sure of a cancel', (cancel) => async (reference, options) => {
    await cancel(reference, options);
    await cancel(reference, options);
  }),
  brokenCancel('cancels again where the vendor failed', (cancel, vendor) => async (reference, options) => {
    await cancel(reference, options);
    if (vendor === 'fails') await cancel(reference, options);
  }),
  brokenCancel('throws where there is nothing to cancel', (cancel, vendor) => async (reference, options) => {
    await cancel(reference, options);
    if (vendor === 'knows-nothing') throw new Error('HTTP 404');
  }),
  brokenCancel('throws what is no reference', (cancel) => async (reference, options) => {
    if (reference === '') throw new TypeError('no reference');
    await cancel(reference, options);
  }),
  brokenCancel('does not look at the signal of a cancel', (cancel) => (reference) => cancel(reference)),
  brokenCancel(
    'does not look at the time that a cancel is told',
    (cancel) => (reference, options) => cancel(reference, isCallOptions(options) ? withoutTime(options) : options),
  ),
  brokenCancel('takes the time that a cancel is told for its own', (cancel, vendor) => async (reference, options) => {
    await cancel(reference, options);
    if (vendor === 'hangs' && isCallOptions(options)) await waitFor(options?.timeoutMs);
  }),
  brokenCancel(
    'cancels where its time is none',
    (cancel) => (reference, options) =>
      cancel(reference, hasOnlyTime(options) && !isCallOptions(options) ? {} : options),
  ),
  brokenCancel('keeps a credential in what it answers to a cancel', (cancel) => async (reference, options) => {
    await cancel(reference, options);
    return { url: 'https://secret-key@vendor.example/cancel' } as unknown as undefined;
  }),
];
