import { describe, expect, it } from 'vitest';
import { categoryOfHttpStatus, createProviderFailure, parseRetryAfter } from './provider-failure.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12);

describe('parseRetryAfter', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Fri, 20 Nov 2026 12:01:00 GMT', 60_000],
    ['Friday, 20-Nov-26 12:01:00 GMT', 60_000],
    ['Fri Nov 20 12:01:00 2026 GMT', 60_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2027', 2_027_000],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('reads %j as %j milliseconds', (header, waitMs) => {
    expect(parseRetryAfter(header, NOW_MS)).toBe(waitMs);
  });
});

describe('categoryOfHttpStatus', () => {
  it.each([
    [401, 'authentication'],
    [402, 'insufficient-funds'],
    [403, 'authentication'],
    [404, 'configuration'],
    [408, 'timeout'],
    [418, 'unknown'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
  ] as const)('puts %i down as %s', (statusCode, category) => {
    expect(categoryOfHttpStatus(statusCode)).toBe(category);
  });
});

describe('createProviderFailure', () => {
  it('copies what it knows and nothing else', () => {
    const input = { category: 'rate-limited', providerId: 'p', message: 'Slow down.', cause: 'secret' } as const;
    expect(createProviderFailure(input)).toEqual({
      category: 'rate-limited',
      retryable: true,
      providerId: 'p',
      message: 'Slow down.',
    });
  });

  it('takes the word of a vendor that knows better about trying again', () => {
    const failure = createProviderFailure({
      category: 'unavailable',
      retryable: false,
      providerId: 'p',
      message: 'Gone.',
    });
    expect(failure.retryable).toBe(false);
  });
});
