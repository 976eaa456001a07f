/**
 * What a cancel must end as, where a provider has one: a courtesy that nobody hears of. Whatever the vendor does, it
 * asks once and resolves; the engine has closed the challenge before, and a fault of the vendor is nobody's.
 */
import { strict as assert } from 'node:assert';
import { inspect } from 'node:util';
import type { CallOptions, VerificationProvider } from '@countersign/otp-core/spec';
import type { VendorFault } from '../adapter-rules/vendor-fault.ts';
import { NO_CALL_OPTIONS } from '../no-call-options.ts';
import { endByOwnTime, endByToldTime } from '../told-time.ts';
import {
  type ArrangedVerificationProvider,
  type CancellingVendor,
  type ProviderCase,
  showsSecret,
  TO,
  untilRequested,
  type VerificationProviderContractOptions,
  withProvider,
} from './arranged-provider.ts';

/** Adapters give up within two seconds; the rest is for machines that are busy. */
const DEADLINE_MS = 4000;

type Cancel = NonNullable<VerificationProvider['cancel']>;
type Ask = (reference: string, options?: CallOptions) => Promise<void>;

/** Nothing is asked of a provider without a `cancel`. */
function withCancel(
  options: VerificationProviderContractOptions,
  vendor: CancellingVendor | VendorFault,
  use: (arranged: ArrangedVerificationProvider, ask: Ask) => Promise<void>,
): Promise<void> {
  return withProvider(options, { call: 'cancel', vendor }, async (arranged) => {
    const { provider } = arranged;
    if (provider.cancel === undefined) return [];
    const cancel: Cancel = provider.cancel.bind(provider);
    await use(arranged, (reference, callOptions) => endsQuietly(arranged, async () => cancel(reference, callOptions)));
    return [];
  });
}

async function endsQuietly(arranged: ArrangedVerificationProvider, ask: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new assert.AssertionError({ message: 'a cancel has not ended' })), DEADLINE_MS);
  });
  const asked = ask().then(
    (value) => assert.equal(value, undefined, 'a cancel has no outcome'),
    (error: unknown) => {
      // The error itself is not told: it may be what must not be seen.
      const text = inspect(error, { depth: 10, showHidden: true });
      assert.fail(showsSecret(text, arranged) ? 'rejects, and shows the number, the code or a credential' : 'rejects');
    },
  );
  try {
    await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

function cancelsOnce(vendor: CancellingVendor | VendorFault, requests: number): ProviderCase['run'] {
  return (options) =>
    withCancel(options, vendor, async (arranged, ask) => {
      await ask(arranged.reference);
      assert.equal(arranged.countRequests(), requests, 'requests the vendor saw');
    });
}

export const CANCEL_CASES: readonly ProviderCase[] = [
  {
    name: 'ends a verification that is cancelled, with one request: its code is approved no more',
    run: (options) =>
      withCancel(options, 'accepts', async ({ provider, reference, rightCode, countRequests }, ask) => {
        await ask(reference);
        assert.equal(countRequests(), 1, 'requests the vendor saw');
        const { status } = await provider.check({ to: TO, reference, code: rightCode });
        assert.notEqual(status, 'approved');
      }),
  },
  { name: 'is done with a cancel where the vendor knows nothing', run: cancelsOnce('knows-nothing', 1) },
  { name: 'is done with a cancel where the vendor refuses it', run: cancelsOnce('refuses', 1) },
  { name: 'does not cancel again where the vendor throttles', run: cancelsOnce('throttles', 1) },
  { name: 'does not cancel again where the vendor fails', run: cancelsOnce('fails', 1) },
  { name: 'gives up on a cancel that hangs', run: cancelsOnce('hangs', 1) },
  { name: 'does not cancel again where the connection was cut', run: cancelsOnce('cuts-connection', 1) },
  { name: 'is done with a cancel where nobody listens', run: cancelsOnce('refuses-connection', 0) },
  { name: 'cares for no answer to a cancel that it cannot read', run: cancelsOnce('answers-garbage', 1) },
  { name: 'survives an answer of any size to a cancel', run: cancelsOnce('answers-hugely', 1) },
  { name: 'follows no redirect of a cancel', run: cancelsOnce('redirects', 1) },
  {
    name: 'stops a cancel at once when its signal is aborted',
    run: (options) =>
      withCancel(options, 'hangs', async (arranged, ask) => {
        const controller = new AbortController();
        const cancelling = ask(arranged.reference, { signal: controller.signal });
        await untilRequested(arranged);
        controller.abort();
        await cancelling;
        assert.equal(arranged.countRequests(), 1, 'requests the vendor saw');
      }),
  },
  {
    name: 'cancels nothing when its signal was aborted before',
    run: (options) =>
      withCancel(options, 'accepts', async (arranged, ask) => {
        await ask(arranged.reference, { signal: AbortSignal.abort() });
        assert.equal(arranged.countRequests(), 0);
      }),
  },
  {
    name: 'is done with a cancel when its caller’s time is over, though it has more',
    run: (options) =>
      withCancel(options, 'hangs', ({ reference }, ask) => endByToldTime((callOptions) => ask(reference, callOptions))),
  },
  {
    name: 'is done with a cancel when its own time is over, though its caller has more',
    run: (options) =>
      withCancel(options, 'hangs', ({ reference }, ask) => endByOwnTime((callOptions) => ask(reference, callOptions))),
  },
  {
    name: 'cancels nothing where its signal, its time or its options are none',
    run: (options) =>
      withCancel(options, 'accepts', async (arranged, ask) => {
        for (const callOptions of NO_CALL_OPTIONS) await ask(arranged.reference, callOptions as CallOptions);
        assert.equal(arranged.countRequests(), 0);
      }),
  },
  {
    name: 'cancels nothing that is no reference, and never throws',
    run: (options) =>
      withCancel(options, 'knows-nothing', async (_arranged, ask) => {
        for (const reference of [
          '',
          '../../checks',
          '?a=b',
          'a\r\nb',
          '__proto__',
          'x'.repeat(5_000_000),
          null,
          7,
          {},
        ]) {
          await ask(reference as string);
        }
      }),
  },
];
