/** Whatever the vendors do: at most one message a call, in the order of the list, and only after refusals. */
import { PROVIDER_FAILURE_CATEGORIES } from '@countersign/otp-core/spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlayedSender, type Play } from './test-support/played-sender.ts';
import { withFailover } from './with-failover.ts';

const category = fc.constantFrom(...PROVIDER_FAILURE_CATEGORIES);
const play: fc.Arbitrary<Play> = fc.oneof(
  { weight: 3, arbitrary: category.map((each): Play => `refuse ${each}`) },
  { weight: 1, arbitrary: category.map((each): Play => `unknown ${each}`) },
  { weight: 1, arbitrary: fc.constantFrom<Play>('accept', 'throw', 'nonsense') },
);
/** What each vendor does to each of the messages. */
const scripts = fc
  .record({ vendors: fc.integer({ min: 1, max: 5 }), messages: fc.integer({ min: 1, max: 8 }) })
  .chain(({ vendors, messages }) => {
    const script = fc.array(play, { minLength: messages, maxLength: messages });
    return fc.record({
      messages: fc.constant(messages),
      scripts: fc.array(script, { minLength: vendors, maxLength: vendors }),
    });
  });
const FINAL = /^refuse (?:invalid-recipient|opted-out|content-rejected|fraud-blocked)$/;

describe('withFailover', () => {
  it('sends at most one message a call, in order, and goes on after refusals only', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, fc.constantFrom('same', 'another'), async ({ scripts: given, messages }, onRepeat) => {
        const calls: { vendor: number; play: Play }[] = [];
        let round = 0;
        const senders = given.map((script, vendor) => {
          const inner = createPlayedSender(`vendor-${vendor}`);
          const send: typeof inner.send = (message, options) => {
            const next = script[round] ?? 'accept';
            calls.push({ vendor, play: next });
            inner.play(next);
            return inner.send(message, options);
          };
          return { ...inner, send };
        });
        const sender = withFailover(senders, { onRepeat, openAfterFailures: 2 });
        for (round = 0; round < messages; round += 1) {
          calls.length = 0;
          const outcome = await sender.send({ to: `+1415555${1000 + round}`, text: 'hello' });
          const plays = calls.map((call) => call.play);
          const vendors = calls.map((call) => call.vendor);
          expect(vendors).toEqual([...new Set(vendors)].sort((one, other) => one - other));
          expect(plays.slice(0, -1).filter((each) => !each.startsWith('refuse') || FINAL.test(each))).toEqual([]);
          const maySent = plays.filter((each) => !each.startsWith('refuse'));
          expect(maySent.length).toBeLessThanOrEqual(1);
          expect(outcome.status).toBe(expectedStatus(plays.at(-1)));
        }
      }),
      { numRuns: 150 },
    );
  });
});

function expectedStatus(last: Play | undefined): string {
  if (last === 'accept') return 'accepted';
  return last === undefined || last.startsWith('refuse') ? 'refused' : 'unknown';
}
