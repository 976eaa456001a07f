/** What a start must end as, and that it is one message at most. */
import { strict as assert } from 'node:assert';
import type { CallOptions, PhoneNumber, StartOutcome } from '@countersign/otp-core/spec';
import type { VendorFault } from '../adapter-rules/vendor-fault.ts';
import { NO_CALL_OPTIONS } from '../no-call-options.ts';
import { endByOwnTime, endByToldTime } from '../told-time.ts';
import { assertFailure, NO_NUMBERS, type ProviderCase, TO, untilRequested, withProvider } from './arranged-provider.ts';

function startsOnce(
  vendor: 'accepts' | VendorFault,
  allowed: readonly StartOutcome['status'][],
  requests: number,
  check: (outcome: StartOutcome) => void = () => {},
): ProviderCase['run'] {
  return (options) =>
    withProvider(options, { call: 'start', vendor }, async ({ provider, countRequests }) => {
      const outcome = await provider.start({ to: TO });
      assert.ok(allowed.includes(outcome.status), `a vendor that ${vendor}: ${outcome.status}`);
      if (outcome.status !== 'accepted') assertFailure(outcome.failure, provider);
      check(outcome);
      assert.equal(countRequests(), requests, 'requests the vendor saw');
      return outcome;
    });
}

export const START_CASES: readonly ProviderCase[] = [
  {
    name: 'is a VerificationProvider with a plain, stable id and capabilities that can be',
    run: (options) =>
      withProvider(options, { call: 'start', vendor: 'accepts' }, async ({ provider }) => {
        assert.equal(provider.specificationVersion, 'v1');
        assert.equal(provider.kind, 'verification-provider');
        assert.match(provider.providerId, /^[a-z0-9][a-z0-9._-]{0,63}$/);
        const { concurrency, codeLength, maxChecks, checkByNumber } = provider.capabilities;
        assert.ok(['per-number', 'independent'].includes(concurrency), 'concurrency');
        assert.ok(Number.isInteger(codeLength) && codeLength >= 4 && codeLength <= 10, 'codeLength');
        assert.ok(maxChecks === null || (Number.isInteger(maxChecks) && maxChecks >= 1), 'maxChecks');
        assert.equal(typeof checkByNumber, 'boolean');
        return [];
      }),
  },
  {
    name: 'starts with a reference that fits into a handle',
    run: startsOnce('accepts', ['accepted'], 1, (outcome) => {
      assert.ok(outcome.status === 'accepted');
      assert.match(outcome.reference, /^[\x21-\x7e]{1,128}$/);
      const { ttlMs } = outcome;
      assert.ok(ttlMs === undefined || (Number.isInteger(ttlMs) && ttlMs > 0), 'ttlMs');
    }),
  },
  {
    name: 'makes one request a start, however many are started at once',
    run: (options) =>
      withProvider(options, { call: 'start', vendor: 'accepts' }, async ({ provider, countRequests }) => {
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => provider.start({ to: TO, locale: 'de' })));
        assert.ok(outcomes.every((outcome) => outcome.status === 'accepted'));
        assert.equal(countRequests(), 20);
        return outcomes;
      }),
  },
  { name: 'is refused a start where the vendor says no', run: startsOnce('refuses', ['refused'], 1) },
  {
    name: 'is refused a start as rate-limited where the vendor throttles, and does not try again',
    run: startsOnce('throttles', ['refused'], 1, (outcome) => {
      assert.ok(outcome.status === 'refused');
      assert.equal(outcome.failure.category, 'rate-limited');
      assert.equal(outcome.failure.retryable, true);
    }),
  },
  {
    name: 'does not start again where the vendor fails',
    run: startsOnce('fails', ['refused', 'unknown'], 1),
  },
  {
    name: 'gives up on a start that hangs: the message may be on its way',
    run: startsOnce('hangs', ['unknown'], 1, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'timeout');
    }),
  },
  {
    name: 'stops a start at once when its signal is aborted: the message may be on its way',
    run: (options) =>
      withProvider(options, { call: 'start', vendor: 'hangs' }, async (arranged) => {
        const controller = new AbortController();
        const starting = arranged.provider.start({ to: TO }, { signal: controller.signal });
        await untilRequested(arranged);
        controller.abort();
        const outcome = await starting;
        assert.equal(outcome.status, 'unknown');
        return outcome;
      }),
  },
  {
    name: 'starts nothing when its signal was aborted before',
    run: (options) =>
      withProvider(options, { call: 'start', vendor: 'accepts' }, async ({ provider, countRequests }) => {
        const outcome = await provider.start({ to: TO }, { signal: AbortSignal.abort() });
        assert.equal(outcome.status, 'refused');
        assert.equal(countRequests(), 0);
        return outcome;
      }),
  },
  {
    name: 'is done with a start when its caller’s time is over, though it has more: refused only if nothing had left',
    run: (options) =>
      withProvider(options, { call: 'start', vendor: 'hangs' }, async ({ provider, countRequests }) => {
        const outcome = await endByToldTime((callOptions) => provider.start({ to: TO }, callOptions));
        assert.ok(outcome.status !== 'accepted', `ended as ${outcome.status}`);
        assert.equal(outcome.failure.category, 'timeout');
        if (outcome.status === 'refused') assert.ok(countRequests() <= 1, 'the vendor was asked');
        return outcome;
      }),
  },
  {
    name: 'is done with a start when its own time is over, though its caller has more',
    run: (options) =>
      withProvider(options, { call: 'start', vendor: 'hangs' }, async ({ provider }) => {
        const outcome = await endByOwnTime((callOptions) => provider.start({ to: TO }, callOptions));
        assert.equal(outcome.status, 'unknown');
        return outcome;
      }),
  },
  {
    name: 'is refused a start as misconfigured where its signal, its time or its options are none, and asks nobody',
    run: (options) =>
      withProvider(options, { call: 'start', vendor: 'accepts' }, async ({ provider, countRequests }) => {
        const outcomes: StartOutcome[] = [];
        for (const callOptions of NO_CALL_OPTIONS) {
          outcomes.push(await provider.start({ to: TO }, callOptions as CallOptions));
        }
        for (const outcome of outcomes) {
          assert.ok(outcome.status === 'refused', `ended as ${outcome.status}`);
          assert.equal(outcome.failure.category, 'configuration');
        }
        assert.equal(countRequests(), 0);
        return outcomes;
      }),
  },
  {
    name: 'cannot know what became of a start whose connection was cut',
    run: startsOnce('cuts-connection', ['unknown'], 1),
  },
  {
    name: 'is refused a start as unavailable where nobody listens: it may be taken later',
    run: startsOnce('refuses-connection', ['refused'], 0, (outcome) => {
      assert.ok(outcome.status === 'refused');
      assert.equal(outcome.failure.category, 'unavailable');
      assert.equal(outcome.failure.retryable, true);
    }),
  },
  {
    name: 'takes an answer to a start that it cannot read for no success',
    run: startsOnce('answers-garbage', ['refused', 'unknown'], 1),
  },
  {
    name: 'survives an answer of any size to a start',
    run: startsOnce('answers-hugely', ['refused', 'unknown'], 1),
  },
  {
    name: 'is refused a start as misconfigured where nobody vouches for the certificate: nothing has left',
    run: startsOnce('shows-untrusted-certificate', ['refused'], 0, (outcome) => {
      assert.ok(outcome.status === 'refused');
      assert.equal(outcome.failure.category, 'configuration');
    }),
  },
  {
    name: 'cannot know what became of a start where the encryption breaks after it has left',
    run: startsOnce('breaks-encryption', ['unknown'], 1, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'unavailable');
    }),
  },
  { name: 'follows no redirect of a start', run: startsOnce('redirects', ['refused', 'unknown'], 1) },
  {
    name: 'refuses to start for what is no number, without asking the vendor',
    run: (options) =>
      withProvider(options, { call: 'start', vendor: 'accepts' }, async ({ provider, countRequests }) => {
        const outcomes: StartOutcome[] = [];
        for (const to of NO_NUMBERS) outcomes.push(await provider.start({ to: to as PhoneNumber }));
        assert.ok(outcomes.every((outcome) => outcome.status === 'refused'));
        assert.equal(countRequests(), 0);
        return outcomes;
      }),
  },
];
