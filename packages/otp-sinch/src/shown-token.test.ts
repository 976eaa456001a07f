import { describe, expect, it } from 'vitest';
import { isFitToShow } from './shown-token.ts';

const CREDENTIAL = 'c0ffee5e2d4b4f1ab0b79876c0ffee00';
const CONFIDENTIAL = { asked: ['+14155550123', 'Your code is 804617.'], credentials: [CREDENTIAL] };

describe('isFitToShow', () => {
  it.each([
    ['an id of Sinch’s', '01FC66621XXXXX119Z8PMV1QPQ'],
    ['a code of Sinch’s', '40001'],
    ['digits of a credential, which are there by chance', '9876'],
    ['a short id that a credential happens to hold', CREDENTIAL.slice(0, 7)],
    ['a short id that the number happens to hold', '123'],
    ['fewer digits in a row than a code has', 'id-804-617'],
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
  ])('does not show %s', (_what, token) => {
    expect(isFitToShow(token, CONFIDENTIAL)).toBe(false);
  });

  it('hides nothing where nothing was asked and no credential is known', () => {
    expect(isFitToShow('804617', { asked: [], credentials: [] })).toBe(true);
  });
});
