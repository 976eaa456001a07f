/** What a message may say, and what is refused before the vendor is asked. */
import { strict as assert } from 'node:assert';
import type { SendOutcome } from '@countersign/otp-core/spec';
import { FULL_MESSAGE, MESSAGE, type SenderCase, withSender } from './arranged-sender.ts';

export const MESSAGE_CASES: readonly SenderCase[] = [
  {
    name: 'takes all that a message may say, and shows none of it',
    run: async (options) => {
      for (const scenario of ['accepts', 'refuses', 'fails', 'answers-garbage'] as const) {
        await withSender(options, scenario, async ({ sender, countRequests }) => {
          const outcome = await sender.send(FULL_MESSAGE);
          assert.equal(outcome.status === 'accepted', scenario === 'accepts', `${scenario} ended as ${outcome.status}`);
          assert.equal(countRequests(), 1, 'requests the vendor saw');
          return outcome;
        });
      }
    },
  },
  {
    name: 'refuses a code, a language, a purpose or a name of the app that is no text, without asking the vendor',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcomes: SendOutcome[] = [];
        for (const name of ['code', 'locale', 'purpose', 'appName']) {
          for (const value of [7, true, [], ['042817'], {}, '', 'half \ud83d', 'two\nlines', 'x'.repeat(5_000_000)]) {
            outcomes.push(await sender.send({ ...MESSAGE, [name]: value }));
          }
        }
        assert.ok(outcomes.every((outcome) => outcome.status === 'refused'));
        assert.equal(countRequests(), 0);
        return outcomes;
      }),
  },
  {
    name: 'refuses what is no number or no text without asking the vendor',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcomes: SendOutcome[] = [];
        for (const to of [
          '',
          '14155550123',
          '+1 415',
          '+',
          '+٤٥٦٧٨٩٠',
          '__proto__',
          `+${'1'.repeat(5_000_000)}`,
          null,
          7,
          [],
          {},
        ]) {
          outcomes.push(await sender.send({ ...MESSAGE, to: to as string }));
        }
        for (const text of ['', null, 7, [], {}])
          outcomes.push(await sender.send({ ...MESSAGE, text: text as string }));
        assert.ok(outcomes.every((outcome) => outcome.status === 'refused'));
        assert.equal(countRequests(), 0);
        return outcomes;
      }),
  },
];
