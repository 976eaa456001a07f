/** One call is at most one message, and its outcome is what the vendor answered. */
import { strict as assert } from 'node:assert';
import { MESSAGE_CHANNELS } from '@countersign/otp-core/spec';
import { MESSAGE, type SenderCase, sendsOnce, withSender } from './arranged-sender.ts';

export const SEND_CASES: readonly SenderCase[] = [
  {
    name: 'is an SmsSender with a plain, stable id and a channel that there is',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender }) => {
        assert.equal(sender.specificationVersion, 'v1');
        assert.equal(sender.kind, 'sms-sender');
        assert.match(sender.providerId, /^[a-z0-9][a-z0-9._-]{0,63}$/);
        const { channel = 'sms' } = sender;
        assert.ok(MESSAGE_CHANNELS.includes(channel), 'channel');
      }),
  },
  {
    name: 'is accepted with the id of the message, or null',
    run: sendsOnce('accepts', ['accepted'], 1, (outcome) => {
      assert.ok(outcome.status === 'accepted');
      assert.ok(outcome.messageId === null || outcome.messageId.length > 0);
    }),
  },
  {
    name: 'makes one request a message, however many are sent at once',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => sender.send(MESSAGE)));
        assert.ok(outcomes.every((outcome) => outcome.status === 'accepted'));
        assert.equal(countRequests(), 20);
        return outcomes;
      }),
  },
  { name: 'is refused where the vendor says no', run: sendsOnce('refuses', ['refused'], 1) },
  {
    name: 'is refused as rate-limited where the vendor throttles, and does not try again',
    run: sendsOnce('throttles', ['refused'], 1, (outcome) => {
      assert.ok(outcome.status === 'refused');
      assert.equal(outcome.failure.category, 'rate-limited');
      assert.equal(outcome.failure.retryable, true);
    }),
  },
  { name: 'does not try again where the vendor fails', run: sendsOnce('fails', ['refused', 'unknown'], 1) },
  {
    name: 'takes an answer it cannot read for no success',
    run: sendsOnce('answers-garbage', ['refused', 'unknown'], 1),
  },
  { name: 'survives an answer of any size', run: sendsOnce('answers-hugely', ['refused', 'unknown'], 1) },
];
