/** Faults on the way to the vendor, and whether the message may have left before. */
import { strict as assert } from 'node:assert';
import { type SenderCase, sendsOnce } from './arranged-sender.ts';

export const CONNECTION_CASES: readonly SenderCase[] = [
  {
    name: 'cannot know what became of a message whose connection was cut',
    run: sendsOnce('cuts-connection', ['unknown'], 1),
  },
  {
    name: 'is refused as unavailable where nobody listens: the same message may be taken later',
    run: sendsOnce('refuses-connection', ['refused'], 0, (outcome) => {
      assert.ok(outcome.status === 'refused');
      assert.equal(outcome.failure.category, 'unavailable');
      assert.equal(outcome.failure.retryable, true);
    }),
  },
  {
    name: 'is refused as misconfigured where nobody vouches for the certificate: nothing has left',
    run: sendsOnce('shows-untrusted-certificate', ['refused'], 0, (outcome) => {
      assert.ok(outcome.status === 'refused');
      assert.equal(outcome.failure.category, 'configuration');
    }),
  },
  {
    name: 'cannot know what became of a message where the encryption breaks after it has left',
    run: sendsOnce('breaks-encryption', ['unknown'], 1, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'unavailable');
    }),
  },
  { name: 'follows no redirect', run: sendsOnce('redirects', ['refused', 'unknown'], 1) },
];
