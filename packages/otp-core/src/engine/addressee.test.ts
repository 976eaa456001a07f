import { describe, expect, it } from 'vitest';
import { createE164Parser } from './addressee.ts';

const { parse } = createE164Parser();

describe('createE164Parser', () => {
  it.each([
    ['+1234567', '+1234567'],
    ['+123456789012345', '+123456789012345'],
    ['+44 (20) 7946-0958', '+442079460958'],
    [`+1${' '.repeat(28)}4155550123`, '+14155550123'],
  ])('reads %s', (typed, phoneNumber) => {
    expect(parse(typed)).toEqual({ status: 'valid', phoneNumber, country: null });
  });

  it.each([
    ['too few digits', '+123456'],
    ['too many', '+1234567890123456'],
    ['a country code that none begins like', '+0123456789'],
    ['no plus', '14155550123'],
    ['a plus in the middle', '1+4155550123'],
    ['something after it', '+14155550123x'],
    ['something before it', 'x+14155550123'],
    ['a plus alone', '+'],
    ['separators alone', '+ () .-'],
    ['a digit that must not be dialled', '+44 (0)20 7946 0958'],
    ['more than forty characters', `+1${' '.repeat(29)}4155550123`],
  ])('finds none in %s', (_name, typed) => {
    expect(parse(typed)).toEqual({ status: 'invalid' });
  });
});
