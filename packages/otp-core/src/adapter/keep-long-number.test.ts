import { describe, expect, it } from 'vitest';
import { keepLongNumber } from './keep-long-number.ts';

describe('keepLongNumber', () => {
  it.each([
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', '9007199254740993'],
    ['-12345678901234567890', '-12345678901234567890'],
    ['[1,12345678901234567890]', [1, '12345678901234567890']],
    ['1.5', 1.5],
    ['1e300', 1e300],
    ['"12345678901234567890"', '12345678901234567890'],
    ['null', null],
  ])('reads %s', (text, expected) => {
    expect(JSON.parse(text, keepLongNumber)).toEqual(expected);
  });
});
