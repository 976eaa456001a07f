/** What a check must end as: approved by the vendor's clear word for the number that was asked, and else by nothing. */
import { strict as assert } from 'node:assert';
import type { CallOptions, CheckInput, CheckOutcome, PhoneNumber } from '@countersign/otp-core/spec';
import type { VendorFault } from '../adapter-rules/vendor-fault.ts';
import { NO_CALL_OPTIONS } from '../no-call-options.ts';
import { endByOwnTime, endByToldTime } from '../told-time.ts';
import {
  type ArrangedVerificationProvider,
  assertFailure,
  type CheckingVendor,
  NO_NUMBERS,
  type ProviderCase,
  TO,
  untilRequested,
  type VerificationProviderContractOptions,
  withProvider,
} from './arranged-provider.ts';

type Vendor = CheckingVendor | VendorFault;

function withVendor(
  options: VerificationProviderContractOptions,
  vendor: Vendor,
  use: (arranged: ArrangedVerificationProvider) => Promise<CheckOutcome | readonly CheckOutcome[]>,
): Promise<void> {
  return withProvider(options, { call: 'check', vendor }, use);
}

/** The right code of the right number: only the vendor can spoil it. */
function rightInput({ reference, rightCode }: ArrangedVerificationProvider): CheckInput {
  return { to: TO, reference, code: rightCode };
}

/** Another code of the same length. */
function wrongCode({ rightCode }: ArrangedVerificationProvider): string {
  const last = Number(rightCode.slice(-1));
  return `${rightCode.slice(0, -1)}${(last + 1) % 10}`;
}

function checksOnce(
  vendor: Vendor,
  allowed: readonly CheckOutcome['status'][],
  requests: number,
  check: (outcome: CheckOutcome) => void = () => {},
): ProviderCase['run'] {
  return (options) =>
    withVendor(options, vendor, async (arranged) => {
      const outcome = await arranged.provider.check(rightInput(arranged));
      assert.ok(allowed.includes(outcome.status), `a vendor that ${vendor}: ${outcome.status}`);
      if (outcome.status === 'unknown') assertFailure(outcome.failure, arranged.provider);
      check(outcome);
      assert.equal(arranged.countRequests(), requests, 'requests the vendor saw');
      return outcome;
    });
}

export const CHECK_CASES: readonly ProviderCase[] = [
  {
    name: 'approves the right code, and names the number that was asked or none',
    run: checksOnce('decides', ['approved'], 1, (outcome) => {
      assert.ok(outcome.status === 'approved');
      assert.ok(outcome.phoneNumber === TO || outcome.phoneNumber === null, 'names another number');
    }),
  },
  {
    name: 'asks the vendor each time, so that a code is approved once',
    run: (options) =>
      withVendor(options, 'decides', async (arranged) => {
        const first = await arranged.provider.check(rightInput(arranged));
        assert.equal(first.status, 'approved');
        const second = await arranged.provider.check(rightInput(arranged));
        assert.notEqual(second.status, 'approved');
        assert.equal(arranged.countRequests(), 2);
        return [first, second];
      }),
  },
  {
    name: 'tells a wrong code as a mismatch',
    run: (options) =>
      withVendor(options, 'decides', async (arranged) => {
        const outcome = await arranged.provider.check({ ...rightInput(arranged), code: wrongCode(arranged) });
        assert.deepEqual(outcome, { status: 'mismatch' });
        assert.equal(arranged.countRequests(), 1);
        return outcome;
      }),
  },
  {
    name: 'checks by number where it says it can, and finds nothing without asking where it cannot',
    run: (options) =>
      withVendor(options, 'decides', async (arranged) => {
        const outcome = await arranged.provider.check({ ...rightInput(arranged), reference: null });
        const { checkByNumber } = arranged.provider.capabilities;
        assert.equal(outcome.status, checkByNumber ? 'approved' : 'not-found');
        assert.equal(arranged.countRequests(), checkByNumber ? 1 : 0);
        return outcome;
      }),
  },
  // Some vendors forget what has ended and say that they know nothing; some go on saying that the code is wrong.
  { name: 'tells an expired verification as one', run: checksOnce('has-expired', ['expired', 'not-found'], 1) },
  {
    name: 'tells an exhausted verification as one',
    run: checksOnce('is-exhausted', ['exhausted', 'not-found', 'mismatch'], 1),
  },
  { name: 'finds nothing where the vendor knows nothing', run: checksOnce('knows-nothing', ['not-found'], 1) },
  {
    name: 'does not blame the code where the vendor refuses to check it',
    run: checksOnce('refuses', ['unknown'], 1),
  },
  {
    name: 'does not know of a check that is throttled, and does not try again',
    run: checksOnce('throttles', ['unknown'], 1, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'rate-limited');
    }),
  },
  { name: 'does not check again where the vendor fails', run: checksOnce('fails', ['unknown'], 1) },
  {
    name: 'gives up on a check that hangs',
    run: checksOnce('hangs', ['unknown'], 1, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'timeout');
    }),
  },
  { name: 'does not know of a check whose connection was cut', run: checksOnce('cuts-connection', ['unknown'], 1) },
  { name: 'does not know of a check where nobody listens', run: checksOnce('refuses-connection', ['unknown'], 0) },
  {
    name: 'takes an answer to a check that it cannot read for no approval',
    run: checksOnce('answers-garbage', ['unknown'], 1),
  },
  { name: 'survives an answer of any size to a check', run: checksOnce('answers-hugely', ['unknown'], 1) },
  { name: 'follows no redirect of a check', run: checksOnce('redirects', ['unknown'], 1) },
  {
    name: 'stops a check at once when its signal is aborted',
    run: (options) =>
      withVendor(options, 'hangs', async (arranged) => {
        const controller = new AbortController();
        const checking = arranged.provider.check(rightInput(arranged), { signal: controller.signal });
        await untilRequested(arranged);
        controller.abort();
        const outcome = await checking;
        assert.equal(outcome.status, 'unknown');
        return outcome;
      }),
  },
  {
    name: 'checks nothing when its signal was aborted before',
    run: (options) =>
      withVendor(options, 'decides', async (arranged) => {
        const outcome = await arranged.provider.check(rightInput(arranged), { signal: AbortSignal.abort() });
        assert.equal(outcome.status, 'unknown');
        assert.equal(arranged.countRequests(), 0);
        return outcome;
      }),
  },
  {
    name: 'is done with a check when its caller’s time is over, though it has more',
    run: (options) =>
      withVendor(options, 'hangs', async (arranged) => {
        const right = rightInput(arranged);
        const outcome = await endByToldTime((callOptions) => arranged.provider.check(right, callOptions));
        assert.ok(outcome.status === 'unknown', `ended as ${outcome.status}`);
        assert.equal(outcome.failure.category, 'timeout');
        return outcome;
      }),
  },
  {
    name: 'is done with a check when its own time is over, though its caller has more',
    run: (options) =>
      withVendor(options, 'hangs', async (arranged) => {
        const right = rightInput(arranged);
        const outcome = await endByOwnTime((callOptions) => arranged.provider.check(right, callOptions));
        assert.equal(outcome.status, 'unknown');
        return outcome;
      }),
  },
  {
    name: 'does not know of a check whose signal, time or options are none, and asks nobody',
    run: (options) =>
      withVendor(options, 'decides', async (arranged) => {
        const outcomes: CheckOutcome[] = [];
        for (const callOptions of NO_CALL_OPTIONS) {
          outcomes.push(await arranged.provider.check(rightInput(arranged), callOptions as CallOptions));
        }
        for (const outcome of outcomes) {
          assert.ok(outcome.status === 'unknown', `ended as ${outcome.status}`);
          assert.equal(outcome.failure.category, 'configuration');
        }
        assert.equal(arranged.countRequests(), 0);
        return outcomes;
      }),
  },
  {
    name: 'approves nothing that is no code, no reference or no number, and never throws',
    run: (options) =>
      withVendor(options, 'decides', async (arranged) => {
        const right = rightInput(arranged);
        const outcomes: CheckOutcome[] = [];
        for (const code of ['', '٤٥٦٧', '__proto__', ' ', '9'.repeat(5_000_000), null, 7, [], {}]) {
          outcomes.push(await arranged.provider.check({ ...right, code: code as string }));
        }
        for (const reference of ['', '../../checks', '?a=b', 'a\r\nb', 'x'.repeat(5_000_000), 7, [], {}]) {
          outcomes.push(await arranged.provider.check({ ...right, reference: reference as string }));
        }
        for (const to of NO_NUMBERS) {
          outcomes.push(await arranged.provider.check({ ...right, to: to as PhoneNumber, reference: null }));
        }
        assert.ok(outcomes.every((outcome) => outcome.status !== 'approved'));
        return outcomes;
      }),
  },
  {
    name: 'does not blame the code where nobody vouches for the certificate, and sends nothing',
    run: checksOnce('shows-untrusted-certificate', ['unknown'], 0, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'configuration');
    }),
  },
  {
    name: 'does not blame the code where the encryption breaks after the check has left',
    run: checksOnce('breaks-encryption', ['unknown'], 1, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'unavailable');
    }),
  },
];

/** What can be asked about the number in an approval depends on whether the vendor names one. */
export const APPROVAL_NAMES_CASES: Readonly<Record<'number' | 'nothing', readonly ProviderCase[]>> = {
  number: [
    {
      name: 'hides no approval for another number behind the number that was asked',
      run: (options) =>
        withVendor(options, 'approves-another-number', async (arranged) => {
          const outcome = await arranged.provider.check(rightInput(arranged));
          if (outcome.status !== 'approved') return outcome;
          assert.notEqual(outcome.phoneNumber, TO, 'the vendor approved another number');
          assert.equal(typeof outcome.phoneNumber, 'string', 'the vendor did name a number');
          return outcome;
        }),
    },
  ],
  nothing: [
    {
      name: 'names no number in an approval, as the vendor names none',
      run: checksOnce('decides', ['approved'], 1, (outcome) => {
        assert.deepEqual(outcome, { status: 'approved', phoneNumber: null });
      }),
    },
  ],
};
