/** Held against libphonenumber, which knows every country's numbers. */
import fc from 'fast-check';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { destinationOf } from './destination-of.ts';

describe('destinationOf', () => {
  it.each([
    ['+14155550123', '+1'],
    ['+12125550123', '+1'],
    ['+14165550123', '+1416'],
    ['+18765550123', '+1876'],
    ['+447700900123', '+44'],
    ['+79161234567', '+7'],
    ['+77011234567', '+7701'],
    ['+358401234567', '+358'],
    ['+33612345678', '+33'],
    ['+97155', '+971'],
  ])('of %s is %s', (number, destination) => {
    expect(destinationOf(number)).toBe(destination);
  });

  it.each(getCountries())('is the calling code of %s, or the beginning of it and the first four digits', (country) => {
    const code = getCountryCallingCode(country);
    const destination = destinationOf(`+${code}${'2345678901'.slice(0, 14 - code.length)}`);
    expect(destination.startsWith(`+${code}`)).toBe(true);
    expect(code.length > 1 ? destination : '').toBe(code.length > 1 ? `+${code}` : '');
  });

  it.each(['1', '7'])('keeps countries apart that share the calling code %s', (code) => {
    const areaCode = fc.integer({ min: 200, max: 999 });
    fc.assert(
      fc.property(areaCode, areaCode, (one, other) => {
        const [first, second] = [one, other].map((area) => `+${code}${area}2345678`) as [string, string];
        const countries = [first, second].map((each) => parsePhoneNumberFromString(each)?.country);
        if (countries.includes(undefined) || countries[0] === countries[1]) return;
        expect(destinationOf(first)).not.toBe(destinationOf(second));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps the United States together', () => {
    const areas = Array.from({ length: 800 }, (_, index) => `+1${index + 200}2345678`);
    const american = areas.filter((each) => parsePhoneNumberFromString(each)?.country === 'US');
    expect(american.length).toBeGreaterThan(300);
    expect(new Set(american.map(destinationOf))).toEqual(new Set(['+1']));
  });

  it('is never longer than a calling code and three digits, whatever the number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9][0-9]{6,14}$/), (number) => {
        expect(number.startsWith(destinationOf(number))).toBe(true);
        expect(destinationOf(number)).toMatch(/^\+\d{1,4}$/);
      }),
    );
  });
});
