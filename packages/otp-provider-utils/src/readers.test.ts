import { OptionProblems, OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { isSame, readCallback } from './callback.ts';
import { fieldOf, parseJson, textOf } from './fields.ts';
import { readBaseUrl, readClock, readGiven } from './option-reader.ts';
import { isThisMachine, parseUrl } from './vendor-options.ts';

function problemsOf(read: (problems: OptionProblems) => unknown): string[] {
  const problems = new OptionProblems('createAcmeSmsSender');
  read(problems);
  try {
    problems.throwIfAny();
  } catch (error) {
    return OtpConfigurationError.isInstance(error) ? error.problems.map(({ option }) => option) : ['another error'];
  }
  return [];
}

describe('isThisMachine', () => {
  it.each(['localhost', 'a.localhost', 'a.b.localhost', '127.0.0.1', '127.255.255.254', '[::1]'])('is %s', (host) => {
    expect(isThisMachine(host)).toBe(true);
  });

  it.each(['localhost.example', 'notlocalhost', '128.0.0.1', '127.0.0.1.example', '[::2]', ''])('is not %s', (host) => {
    expect(isThisMachine(host)).toBe(false);
  });
});

describe('readBaseUrl', () => {
  const read = (baseUrl: unknown) =>
    problemsOf((problems) => readBaseUrl({ baseUrl }, 'baseUrl', 'https://acme.example', problems));

  it.each(['https://acme.example', 'https://acme.example/v2/', 'HTTPS://acme.example', 'http://127.1:80', undefined])(
    'takes %s',
    (baseUrl) => {
      expect(read(baseUrl)).toEqual([]);
    },
  );

  it.each([
    'acme.example',
    'ftp://acme.example',
    'http://acme.example',
    'https://me:hush@acme.example',
    'https://acme.example/?a=b',
    'https://acme.example/#a',
    'https://acme.example\\a',
    'https://acme.\texample',
    'https:acme.example',
    `https://acme.example/${'x'.repeat(2048)}`,
    7,
    null,
  ])('refuses %s, once', (baseUrl) => {
    expect(read(baseUrl)).toEqual(['baseUrl']);
  });
});

describe('options', () => {
  it('are copied, and must be an object of known names', () => {
    const options = { apiKey: 'k' };
    const given = readGiven(options, ['apiKey'], new OptionProblems('x'));
    options.apiKey = 'changed';
    expect(given).toEqual({ apiKey: 'k' });
    for (const none of [undefined, null, 7, []]) {
      expect(problemsOf((problems) => readGiven(none, [], problems))).toEqual(['options']);
    }
    expect(problemsOf((problems) => readGiven({ apiKeys: 'k' }, ['apiKey'], problems))).toEqual(['apiKeys']);
  });

  it('have a clock that tells the time, or the system’s', () => {
    expect(readClock({ clock: { now: () => 7 } }, new OptionProblems('x')).now()).toBe(7);
    expect(readClock({}, new OptionProblems('x')).now()).toBeGreaterThan(1e12);
    expect(problemsOf((problems) => readClock({ clock: {} }, problems))).toEqual(['clock']);
  });

  it('have addresses that a person reads as the parser does', () => {
    expect(parseUrl('https://acme.example/a')?.pathname).toBe('/a');
    for (const none of ['/a', 'mailto:a@b', 'https://', 'https://a b', '\u0000https://a', 7])
      expect(parseUrl(none)).toBeNull();
  });
});

describe('fieldOf', () => {
  const json = parseJson('{"__proto__":{"status":"OK"},"errors":[{"code":7}],"to":"x","list":[]}');

  it('finds what is there', () => {
    expect(fieldOf(json, 'errors', 0, 'code')).toBe(7);
    expect(textOf(json, 'to')).toBe('x');
  });

  it.each([['constructor'], ['toString'], ['status'], ['list', 'length'], ['to', 'length'], ['list', 0]] as const)(
    'inherits nothing: %s',
    (...path) => {
      expect(fieldOf(json, ...path)).toBeUndefined();
      expect(textOf(json, ...path)).toBeNull();
    },
  );

  it.each(['', '{', '['.repeat(60_000), Buffer.from([0xff, 0x22])])('reads no JSON where there is none', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });
});

describe('readCallback', () => {
  const request = { method: 'post', url: '/hook?a=b#c', headers: { 'x-signature': 's' }, body: new Uint8Array(3) };

  it('gives what arrived, as it was written', () => {
    const callback = readCallback(request, 10);
    expect(callback).toMatchObject({ method: 'POST', path: '/hook' });
    expect(callback?.query.get('a')).toBe('b');
    expect([callback?.header('x-signature'), callback?.header('toString')]).toEqual(['s', null]);
    expect(readCallback({ ...request, url: 'https://app.example' }, 10)?.path).toBe('/');
    expect(readCallback({ ...request, headers: { a: 'x'.repeat(5_000) } }, 10)?.header('a')).toBeNull();
    expect(readCallback({ ...request, headers: null }, 10)?.headers).toBeNull();
  });

  it.each([
    undefined,
    null,
    'x',
    {},
    { ...request, body: 'text' },
    { ...request, body: new Uint8Array(11) },
    { ...request, url: 'x'.repeat(9_000) },
    { ...request, method: 7 },
    Object.defineProperty({}, 'method', { get: () => JSON.parse('{') }),
  ])('takes anything else for none', (none) => {
    expect(readCallback(none, 10)).toBeNull();
  });
});

describe('isSame', () => {
  it('is true of the same text only, whatever its length', () => {
    expect([isSame('secret', 'secret'), isSame('secret', 'secreT'), isSame('', 'secret')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
