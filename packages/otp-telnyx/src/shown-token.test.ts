import { describe, expect, it } from 'vitest';
import { isFitToShow } from './shown-token.ts';

const CREDENTIAL = 'KEY0185C0FFEE0185C0FFEE_q7Zt';
const CONFIDENTIAL = { asked: ['+14155550123', 'Your code is 804617.'], credentials: [CREDENTIAL] };

describe('isFitToShow', () => {
  it.each([
    ['an id of Telnyx’s', '40385f64-5717-4562-b3fc-2c963f66afa6'],
    ['a code of Telnyx’s', '40310'],
    ['digits of a credential, which are there by chance', '0185'],
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
