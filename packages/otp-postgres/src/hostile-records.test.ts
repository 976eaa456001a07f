/** What others write into the database, and what callers hand over. */
import { describe, expect, it } from 'vitest';
import { aName, issueInput, rightGuess, wrongGuess } from './test-support/calls.ts';
import { createTestBed, refusalOf } from './test-support/test-bed.ts';

const SEPARATOR = '\u001F';
/** Where the fields of a record's first challenge begin, from one. */
const BASE = 7;
const TRIES = BASE + 5;
const EXPIRY = BASE + 6;

const bed = createTestBed();

function withField(record: string, place: number, value: string): string {
  return record
    .split(SEPARATOR)
    .with(place - 1, value)
    .join(SEPARATOR);
}

describe('createPostgresCodeStore', () => {
  it('takes any string for what it is', async () => {
    const store = bed.openStore({ client: bed.admin });
    const strings = [
      '',
      ' ',
      "'",
      '"',
      '\\',
      '\\\\',
      '{a,b}',
      'NULL',
      '\0',
      '\u001E',
      '\u001F',
      '\n',
      '\uD800',
      '\uDC00',
      '💥',
      '$1',
      '%s',
      '__proto__',
    ];
    for (const string of strings) {
      const input = issueInput({
        subject: `${aName()}${string}`,
        purpose: string,
        challengeId: `${string}${string}`,
        keyId: string,
        salt: string,
        digests: [{ length: 6, digest: string }],
      });
      const issued = await store.issue(input);
      expect(issued).toMatchObject({ status: 'issued', challengeId: input.challengeId });
      const again = await store.issue(input);
      expect(again).toEqual({ ...issued, status: 'duplicate' });
      for (const other of strings.filter((each) => each !== string)) {
        expect(await store.redeem({ ...rightGuess(input), purpose: other })).toEqual({ status: 'not-found' });
      }
      expect(await store.redeem(rightGuess(input))).toEqual({ status: 'accepted', challengeId: input.challengeId });
    }
  });

  it.each([
    ['subject', { subject: 'x'.repeat(5_000_000) }],
    ['purpose', { purpose: 7 }],
    ['challengeId', { challengeId: null }],
    ['nowMs', { nowMs: Number.NaN }],
    ['ttlMs', { ttlMs: '300000' }],
  ])('does not ask the server about a %s that is none', async (name, wrong) => {
    const store = bed.openStore({ client: bed.admin });
    const error = await refusalOf(store.issue({ ...issueInput(), ...wrong } as never));
    expect(error.message).toContain(name);
    expect(error.message.length).toBeLessThan(200);
  });

  it.each([
    ['nothing', () => ''],
    ['something else', () => 'garbage'],
    ['too many fields', (record: string) => `${record}\u001F7`],
    ['too few fields', (record: string) => record.split('\u001F').slice(0, -1).join('\u001F')],
    ['an expiry that is no time', (record: string) => withField(record, EXPIRY, 'soon')],
    ['a challenge that outlives its record', (record: string) => withField(record, EXPIRY, '9999999999999')],
    ['tries that are no number', (record: string) => withField(record, TRIES, 'many')],
  ])('fails closed on a record that holds %s', async (_what, corrupt) => {
    const store = bed.openStore({ client: bed.admin });
    const input = issueInput();
    await store.issue(input);
    const { rows } = await bed.admin.query('SELECT record FROM countersign.otp_numbers WHERE subject = $1', [
      input.subject,
    ]);
    const { rowCount } = await bed.admin.query(
      'UPDATE countersign.otp_numbers SET record = $2 WHERE subject = $1 AND record <> $2',
      [input.subject, corrupt(rows[0].record)],
    );
    expect(rowCount).toBe(1);
    const calls = [
      store.redeem(rightGuess(input)),
      store.redeem(wrongGuess(input)),
      store.issue({ ...input, challengeId: 'next' }),
    ];
    for (const error of await Promise.all(calls.map(refusalOf))) {
      expect(error.message).toMatch(/^A record cannot be read \((DATA_CORRUPTED|DATA_EXCEPTION)\)\.$/);
    }
  });
});
