import { describe, expect, it } from 'vitest';
import { OtpConfigurationError } from '../errors/otp-error.ts';
import { TOKEN } from '../settings/index.ts';
import { OptionReader } from './option-reader.ts';

function problemsOf(options: unknown, read: (given: OptionReader) => unknown): readonly string[] {
  const given = new OptionReader('createAcmeSmsSender', options);
  read(given);
  try {
    given.throwIfWrong();
  } catch (error) {
    if (OtpConfigurationError.isInstance(error)) return error.problems.map(({ option }) => option);
    throw error;
  }
  return [];
}

describe('OptionReader', () => {
  it('knows what was read, and names what nobody reads before everything else', () => {
    const options = { apiKey: 'short', apikey: 'k' };
    expect(problemsOf(options, (given) => given.text('apiKey', TOKEN))).toEqual(['apikey', 'apiKey']);
  });

  it.each([undefined, null, 7, 'x', []])('refuses options that are none: %j', (none) => {
    expect(problemsOf(none, (given) => given.value('apiKey'))).toEqual(['options']);
  });

  it('copies what it was given', () => {
    const options = { apiKey: 'key-of-acme' };
    const given = new OptionReader('x', options);
    options.apiKey = 'changed';
    expect(given.text('apiKey', TOKEN)).toBe('key-of-acme');
  });

  it('reads options within options, each by its path', () => {
    const options = { india: { entityId: 'short', entityID: 'x' }, senders: { '+44': 7, '+1': {} } };
    const read = (given: OptionReader) => {
      given.within('india')?.text('entityId', TOKEN);
      const senders = given.within('senders');
      for (const prefix of senders?.names() ?? []) senders?.within(prefix);
    };
    expect(problemsOf(options, read)).toEqual(['india.entityID', 'india.entityId', 'senders.+44']);
  });

  it.each([
    ['text', (given: OptionReader) => given.text('it', TOKEN)],
    ['optionalText', (given: OptionReader) => given.optionalText('it', TOKEN)],
    ['choice', (given: OptionReader) => given.choice('it', ['on', 'off'], 'on')],
    ['whole', (given: OptionReader) => given.whole('it', { minimum: 1, maximum: 5, defaultValue: 2 })],
    ['providerId', (given: OptionReader) => given.providerId('acme', 'it')],
    ['within', (given: OptionReader) => given.within('it')],
  ])('%s takes no value of another kind', (_name, read) => {
    for (const value of [null, -1, '', [], Symbol('x'), 7n, 'x'.repeat(1_000_000), () => undefined]) {
      expect(problemsOf({ it: value }, read)).toEqual(['it']);
    }
  });

  it('has a clock that tells the time, or the system’s', () => {
    expect(new OptionReader('x', { clock: { now: () => 7 } }).clock().now()).toBe(7);
    expect(new OptionReader('x', {}).clock().now()).toBeGreaterThan(1e12);
    expect(problemsOf({ clock: {} }, (given) => given.clock())).toEqual(['clock']);
  });
});
