import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { guessAllCodes, plainHashesIn, spellingsOf, wordsIn } from './search-dump.ts';

describe('the search of a dump', () => {
  const digest = (words: string) => createHash('sha256').update(words).digest();
  const around = (middle: Buffer) =>
    Buffer.concat([Buffer.from('key:subject-1 salt-abcdef '), middle, Buffer.from(' end')]);

  it.each([
    ['bytes', digest('123456')],
    ['base 16', Buffer.from(digest('123456').toString('hex'))],
    ['base 64', Buffer.from(digest('123456').toString('base64url'))],
    ['half of it', digest('123456').subarray(0, 16)],
  ])('finds a plain hash as %s', (_form, middle) => {
    expect(plainHashesIn(around(middle), '123456')).toContain('sha256 of token and code');
    expect(plainHashesIn(around(middle), '123457')).toEqual([]);
  });

  it('finds a hash salted or keyed with what stands beside it', () => {
    expect(plainHashesIn(around(digest('salt-abcdef:123456')), '123456')).toContain('sha256 of token, colon, code');
  });

  it('finds the code among all of six digits', () => {
    const salted = around(digest('salt-abcdef000042'));
    expect(guessAllCodes(salted, ['salt-abcdef'])).toEqual(['000042']);
  }, 60_000);

  it('finds a number however it is written', () => {
    const spellings = spellingsOf('+491715550123', '49');
    for (const written of ['tel:+491715550123', '01715550123', Buffer.from('491715550123').toString('hex')]) {
      expect(wordsIn(Buffer.from(written), spellings)).not.toEqual([]);
    }
  });
});
