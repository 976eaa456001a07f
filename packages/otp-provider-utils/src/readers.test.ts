import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { errorTable } from './failure.ts';
import { fieldOf, parseJson, textOf } from './fields.ts';
import { isSame, readCallback, readTime } from './read-callback.ts';
import { isThisMachine, parseUrl, readOptions, type VendorOptions } from './vendor-options.ts';

function problemsOf(options: object, read: (given: VendorOptions) => unknown): string[] {
  try {
    readOptions('createAcmeSmsSender', options, read);
  } catch (error) {
    return OtpConfigurationError.isInstance(error) ? error.problems.map(({ option }) => option) : ['another error'];
  }
  return [];
}

describe('isThisMachine', () => {
  it.each([
    'localhost',
    'localhost.',
    'LocalHost.',
    'a.localhost',
    'a.localhost.',
    'a.b.localhost',
    '127.0.0.1',
    '127.255.255.254',
    '[::1]',
    '[::ffff:7f00:1]',
    '[::FFFF:7FFF:FFFE]',
  ])('is %s', (host) => {
    expect(isThisMachine(host)).toBe(true);
  });

  it.each([
    '127.1',
    '127.0.0.1.',
    '0x7f000001',
    '2130706433',
    'LOCALHOST.',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:127.255.255.254]',
  ])('is %s, as the URL parser writes it', (host) => {
    expect(isThisMachine(new URL(`http://${host}`).hostname)).toBe(true);
  });

  it.each([
    'localhost.example',
    'localhost..',
    'localhost.example.',
    'notlocalhost',
    'notlocalhost.',
    '128.0.0.1',
    '127.0.0.1.example',
    '0.0.0.0',
    '[::]',
    '[::2]',
    '[::7f00:1]',
    '[::ffff:8000:1]',
    '[::ffff:a00:1]',
    '[::ffff:0:7f00:1]',
    '',
  ])('is not %s', (host) => {
    expect(isThisMachine(host)).toBe(false);
  });
});

describe('VendorOptions', () => {
  const read = (baseUrl: unknown) =>
    problemsOf({ baseUrl }, (given) => given.baseUrl('baseUrl', 'https://acme.example'));

  it.each(['https://acme.example', 'https://acme.example/v2/', 'HTTPS://acme.example', 'http://127.1:80', undefined])(
    'takes the base URL %s',
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
  ])('refuses the base URL %s, once', (baseUrl) => {
    expect(read(baseUrl)).toEqual(['baseUrl']);
  });

  it('takes an address to call back character by character, but no user and no fragment', () => {
    const callbackUrl = (value: unknown) => problemsOf({ value }, (given) => given.callbackUrl('value'));
    expect(callbackUrl('http://app.example/Hook?a=b')).toEqual([]);
    for (const none of ['/hook', 'https://me@app.example', 'https://app.example/#a', 7, null]) {
      expect(callbackUrl(none)).toEqual(['value']);
    }
  });

  it('says of a client of the app’s own what it must be, and what has no effect beside it', () => {
    const isClient = ({ send }: Readonly<Record<string, unknown>>) => typeof send === 'function';
    const client = (options: object) =>
      problemsOf(options, (given) => given.client('a client of Acme', isClient, ['apiKey']));
    expect(client({ client: { send: () => undefined } })).toEqual([]);
    expect(client({ client: {}, apiKey: 'k' })).toEqual(['client', 'apiKey']);
    for (const none of [null, 7, []]) expect(client({ client: none })).toEqual(['client']);
  });

  it('has addresses that a person reads as the parser does', () => {
    expect(parseUrl('https://acme.example/a')?.pathname).toBe('/a');
    for (const none of ['/a', 'mailto:a@b', 'https://', 'https://a b', '\u0000https://a', 7]) {
      expect(parseUrl(none)).toBeNull();
    }
  });
});

describe('readTime', () => {
  it.each([
    ['2030-03-17T17:46:39Z', '', 1_899_999_999_000],
    ['2030-03-17T18:46:39.5+01:00', '', 1_899_999_999_500],
    ['2030-03-17 17:46:39', 'Z', 1_899_999_999_000],
    ['2030-03-17T17:46:39', '', null],
    ['2030-13-17T17:46:39Z', '', null],
    ['yesterday', 'Z', null],
    [7, 'Z', null],
  ] as const)('reads %s, by the zone %j where it names none, as %s', (value, assumedZone, expected) => {
    expect(readTime(value, assumedZone)).toBe(expected);
  });
});

describe('errorTable', () => {
  const table = errorTable([
    [[21211, 'bad_number'], 'invalid-recipient'],
    [30010, 'configuration', 'by-recipient', 'may-pass'],
    ['slow', 'timeout', 'uncertain', 'stays'],
  ]);

  it('gives each code its meaning, and inherits none', () => {
    expect(table.get('21211')).toEqual({ category: 'invalid-recipient' });
    expect(table.get('bad_number')).toEqual({ category: 'invalid-recipient' });
    expect(table.get('30010')).toEqual({ category: 'configuration', dependsOn: 'recipient', retryable: true });
    expect(table.get('slow')).toEqual({ category: 'timeout', effect: 'uncertain', retryable: false });
    expect(table.get('constructor')).toBeUndefined();
  });
});

describe('parseJson', () => {
  it('keeps whole numbers that are too long as they are written: they are ids', () => {
    const text = '{"id":12345678901234567890,"list":[-98765432109876543210],"code":7,"part":1234567890.12345678}';
    const expected = { id: '12345678901234567890', list: ['-98765432109876543210'], code: 7, part: 1234567890.1234567 };
    expect(parseJson(text)).toEqual(expected);
    expect(parseJson(new TextEncoder().encode(text))).toEqual(expected);
    expect(parseJson('{"id":9007199254740991}')).toEqual({ id: 9_007_199_254_740_991 });
  });

  it('takes nothing for JSON that is none', () => {
    for (const text of ['', '{', '12345678901234567890}', `${'['.repeat(100_000)}1234567890123456789`]) {
      expect(parseJson(text)).toBeUndefined();
    }
    expect(Object.keys(parseJson('{"__proto__":12345678901234567890}') as object)).toEqual(['__proto__']);
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
