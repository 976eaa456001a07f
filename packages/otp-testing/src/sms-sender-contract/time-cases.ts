/** When a call ends: by its signal, by its caller's time and by its own. */
import { strict as assert } from 'node:assert';
import type { CallOptions, SendOutcome } from '@countersign/otp-core/spec';
import { NO_CALL_OPTIONS } from '../no-call-options.ts';
import { endByOwnTime, endByToldTime } from '../told-time.ts';
import { MESSAGE, type SenderCase, sendsOnce, withSender } from './arranged-sender.ts';

export const TIME_CASES: readonly SenderCase[] = [
  {
    name: 'gives up on a vendor that hangs: the message may be on its way',
    run: sendsOnce('hangs', ['unknown'], 1, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'timeout');
    }),
  },
  {
    name: 'stops at once when its signal is aborted: the message may be on its way',
    run: (options) =>
      withSender(options, 'hangs', async ({ sender, countRequests }) => {
        const controller = new AbortController();
        const sending = sender.send(MESSAGE, { signal: controller.signal });
        while (countRequests() === 0) await new Promise((resolve) => setImmediate(resolve));
        controller.abort();
        const outcome = await sending;
        assert.equal(outcome.status, 'unknown');
        return outcome;
      }),
  },
  {
    name: 'sends nothing when its signal was aborted before',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcome = await sender.send(MESSAGE, { signal: AbortSignal.abort() });
        assert.equal(outcome.status, 'refused');
        assert.equal(countRequests(), 0);
        return outcome;
      }),
  },
  {
    name: 'is done when its caller’s time is over, though it has more: refused only if nothing had left',
    run: (options) =>
      withSender(options, 'hangs', async ({ sender, countRequests }) => {
        const outcome = await endByToldTime((callOptions) => sender.send(MESSAGE, callOptions));
        assert.ok(outcome.status !== 'accepted', `ended as ${outcome.status}`);
        assert.equal(outcome.failure.category, 'timeout');
        if (outcome.status === 'refused') assert.ok(countRequests() <= 1, 'the vendor was asked');
        return outcome;
      }),
  },
  {
    name: 'is done when its own time is over, though its caller has more',
    run: (options) =>
      withSender(options, 'hangs', async ({ sender }) => {
        const outcome = await endByOwnTime((callOptions) => sender.send(MESSAGE, callOptions));
        assert.ok(outcome.status === 'unknown', `ended as ${outcome.status}`);
        assert.equal(outcome.failure.category, 'timeout');
        return outcome;
      }),
  },
  {
    name: 'is refused as misconfigured where its signal, its time or its options are none, and asks nobody',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcomes: SendOutcome[] = [];
        for (const callOptions of NO_CALL_OPTIONS)
          outcomes.push(await sender.send(MESSAGE, callOptions as CallOptions));
        for (const outcome of outcomes) {
          assert.ok(outcome.status === 'refused', `ended as ${outcome.status}`);
          assert.equal(outcome.failure.category, 'configuration');
        }
        assert.equal(countRequests(), 0);
        return outcomes;
      }),
  },
];
