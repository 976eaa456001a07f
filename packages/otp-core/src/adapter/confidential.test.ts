import { describe, expect, it } from 'vitest';
import { isFitToShow } from './confidential.ts';

const CREDENTIAL = 'c0ffee11c0ffee20404ee33c0ffee44f';
const CONFIDENTIAL = { asked: ['+14155550123', 'Your code is 804617.'], credentials: [CREDENTIAL] };

describe('isFitToShow', () => {
  it.each([
    ['an id of a vendor’s', 'SM8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d'],
    ['a code of a vendor’s', '21610'],
    ['digits of a credential, which are there by chance', '20404'],
    ['a short id that a credential happens to hold', CREDENTIAL.slice(0, 7)],
    ['a short id that the number happens to hold', '123'],
    ['fewer digits in a row than a code has', 'id-804-617'],
    ['a short word that the text happens to hold', 'code'],
    ['a long word that the text happens to hold a part of', 'codec_unknown'],
  ])('shows %s', (_what, token) => {
    expect(isFitToShow(token, CONFIDENTIAL)).toBe(true);
  });

  it.each([
    ['the number', '14155550123'],
    ['an id made of the number', 'v-14155550123-1'],
    ['the end of the number', '50123'],
    ['the code', '804617'],
    ['an id made of the code', 'id_804617'],
    ['a part of the code', '8046'],
    ['a credential', CREDENTIAL],
    ['an id made of a credential', `x${CREDENTIAL}`],
    ['a piece of a credential', CREDENTIAL.slice(3, 11)],
    ['an id that holds a piece of a credential', `id-${CREDENTIAL.slice(3, 11)}-7`],
    ['an id that holds a piece of the number', 'id-41555501'],
    ['the text', 'Your code is 804617.'],
    ['an id made of the text', 'm:Your code is 804617.'],
    ['a part of the text', 'Your code'],
  ])('does not show %s', (_what, token) => {
    expect(isFitToShow(token, CONFIDENTIAL)).toBe(false);
  });

  it('hides a secret that is shorter than a part that tells', () => {
    expect(isFitToShow('user-acme-1', { asked: [], credentials: ['acme'] })).toBe(false);
    expect(isFitToShow('user-1', { asked: [''], credentials: [''] })).toBe(true);
  });

  it('hides nothing where nothing was asked and no credential is known', () => {
    expect(isFitToShow('804617', { asked: [], credentials: [] })).toBe(true);
  });
});
