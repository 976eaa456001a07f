import { describe, expect, it } from 'vitest';
import { OptionProblems } from '../adapter/options.ts';
import { OtpConfigurationError } from '../errors/otp-error.ts';
import { checkMessageOptions } from './message-options.ts';

function problemsOf(options: unknown, path = 'message'): Record<string, string[]> {
  const problems = new OptionProblems('test');
  checkMessageOptions(path, options, problems);
  const found: Record<string, string[]> = {};
  try {
    problems.throwIfAny();
  } catch (error) {
    for (const { option, message } of (error as OtpConfigurationError).problems) {
      found[option] = [...(found[option] ?? []), message];
    }
    expect(error).toBeInstanceOf(OtpConfigurationError);
  }
  return found;
}

describe('checkMessageOptions', () => {
  it.each([
    {},
    { appName: 'Acme', originHost: 'example.com', appHash: 'FA+9qCX9VSu', template: 'Code {code}' },
    { appName: undefined, originHost: undefined, appHash: undefined, languages: undefined, template: undefined },
    { template: () => 'x' },
  ])('finds nothing wrong with %j', (options) => {
    expect(problemsOf(options)).toEqual({});
  });

  it.each([null, undefined, 'x', 7, [], () => 'x'])('refuses %j for options', (options) => {
    expect(problemsOf(options)).toEqual({ message: ['must be an object'] });
    expect(problemsOf(options, '')).toEqual({ options: ['must be an object'] });
  });

  it('reports every problem under the path it was given', () => {
    const options = { appName: 1, originHost: 2, template: 3, apName: 'Acme', appHash: 4, languages: 5 };
    expect(Object.keys(problemsOf(options, 'purposes.login.message')).sort()).toEqual([
      'purposes.login.message.apName',
      'purposes.login.message.appHash',
      'purposes.login.message.appName',
      'purposes.login.message.languages',
      'purposes.login.message.originHost',
      'purposes.login.message.template',
    ]);
  });

  it('does not take `__proto__` for an option', () => {
    expect(Object.keys(problemsOf(JSON.parse('{"__proto__": {"appName": "Acme"}}')))).toEqual(['message.__proto__']);
  });

  describe('appName', () => {
    it.each(['A', 'Acme', 'x'.repeat(30), '🔒'.repeat(30), 'Ünïcode & Söhne', '株式会社', '@acme', '#1 Bank', "Zoë's"])(
      'takes %j',
      (appName) => expect(problemsOf({ appName })).toEqual({}),
    );

    it.each<[unknown, RegExp]>([
      [null, /must be a string/],
      [Object('Acme'), /must be a string/],
      ['', /letter/],
      [' ', /letter/],
      ['\u200b', /letter/],
      ['x'.repeat(31), /at most 30/],
      ['🔒'.repeat(31), /at most 30/],
      ['Acme\n', /control/],
      ['Ac\rme', /control/],
      ['Ac\u0085me', /control/],
      ['Ac\u2028me', /control/],
      ['Ac\u202eme', /control/],
      ['Ac\u2066me', /control/],
      ['Acme\ud83d', /control/],
      ['@evil.example #1', /autofill/],
      ['Acme @evil.example #1', /autofill/],
    ])('refuses %j', (appName, problem) => {
      expect(problemsOf({ appName })).toEqual({ 'message.appName': [expect.stringMatching(problem)] });
    });

    it('reports all that is wrong with one name', () => {
      expect(problemsOf({ appName: '\n@evil.example #1' })['message.appName']).toHaveLength(2);
    });
  });

  describe('originHost', () => {
    it.each([
      'example.com',
      'login.example.co.uk',
      'localhost',
      'a.b',
      '1und1.de',
      'a--b.example',
      'xn--mnchen-3ya.de',
      'example.xn--p1ai',
      `${'a'.repeat(63)}.example`,
      `${'a.'.repeat(125)}com`,
    ])('takes %s', (originHost) => expect(problemsOf({ originHost })).toEqual({}));

    it.each<unknown>([
      '',
      null,
      7,
      ['example.com'],
      'https://example.com',
      '//example.com',
      'example.com:443',
      'example.com/',
      'example.com/path',
      'example.com?x',
      'example.com#1',
      'user@example.com',
      '@example.com',
      ' example.com',
      'example.com ',
      'example.com\n',
      'exam ple.com',
      'my_app.example.com',
      '.example.com',
      'example..com',
      'example.com.',
      '.',
      'Example.com',
      'münchen.de',
      'xn--.de',
      'ex\u0430mple.com',
      'example。com',
      '-a.example',
      'a-.example',
      '*.example.com',
      '192.168.0.1',
      '1.2.3',
      '0x7f.1',
      '0x7f',
      '[::1]',
      `${'a'.repeat(64)}.example`,
      `${'a.'.repeat(126)}com`,
    ])('refuses %j', (originHost) => {
      expect(problemsOf({ originHost })).toEqual({ 'message.originHost': [expect.stringMatching(/must be a host/)] });
    });
  });

  describe('appHash', () => {
    it.each(['FA+9qCX9VSu', '/++/+/+/+/+', '12345678901', 'abcdefghijk'])('takes %j', (appHash) => {
      expect(problemsOf({ appHash })).toEqual({});
    });

    it.each<unknown>([
      '',
      null,
      7,
      ['FA+9qCX9VSu'],
      'FA+9qCX9VS',
      'FA+9qCX9VSuu',
      'FA+9qCX9VSu\n',
      ' FA+9qCX9VSu',
      'FA+9qCX9VS=',
      'FA-9qCX9VSu',
      'FA_9qCX9VSu',
      'FÄ+9qCX9VSu',
      'x'.repeat(5_000_000),
    ])('refuses %j', (appHash) => {
      expect(problemsOf({ appHash })).toEqual({ 'message.appHash': [expect.stringMatching(/must be 11 characters/)] });
    });
  });

  describe('languages', () => {
    const text = () => 'x';

    it.each([{}, { de: text }, { 'pt-BR': text, 'ZH-Hant': text, 'es-419': text, fil: text, 'sr-Latn-RS': text }])(
      'takes %j',
      (languages) => expect(problemsOf({ languages })).toEqual({}),
    );

    it.each<unknown>([null, 'de', 7, [], text])('refuses %j', (languages) => {
      expect(problemsOf({ languages })).toEqual({ 'message.languages': ['must be an object'] });
    });

    it('names every entry that is not a function under a tag that can be asked for', () => {
      const languages = {
        de: 'Ihr Code: {code}',
        fr: undefined,
        pt_BR: text,
        German: text,
        e: text,
        'en-': text,
        '': text,
        'de-\n': text,
        it: text,
      };
      const bad = ['de', 'fr', 'pt_BR', 'German', 'e', 'en-', '', 'de-\n'];
      expect(problemsOf({ languages })).toEqual({
        'message.languages': bad.map((tag) => `must hold a function by its language tag, unlike ${tag}`),
      });
      expect(problemsOf({ languages: JSON.parse('{"__proto__": 1}') })['message.languages']).toHaveLength(1);
    });

    it('would have no effect beside a template', () => {
      for (const template of ['{code}', text]) {
        expect(problemsOf({ languages: {}, template })).toEqual({
          'message.languages': ['has no effect beside template'],
        });
      }
    });
  });

  describe('template', () => {
    it.each([
      '{code}',
      'Code {code}, again {code}.',
      '{code} {minutes} {purpose} {tenant} {locale}',
      '{tenant}{code}',
      '{minutes}: {code}\nBye 🔒',
      'Mail help@acme.example, code {code}',
    ])('takes %j', (template) => expect(problemsOf({ template })).toEqual({}));

    it.each<[unknown, RegExp]>([
      [null, /string or a function/],
      [{}, /string or a function/],
      ['', /must hold \{code\}/],
      ['Your code is 123456.', /must hold \{code\}/],
      ['{code}{minutes}', /apart from other digits/],
      ['1{code}', /apart from other digits/],
      ['{code} {name}', /no brace/],
      ['{code} {Code}', /no brace/],
      ['{code} {__proto__} {constructor}', /no brace/],
      ['{code} {', /no brace/],
      ['{code} {}', /no brace/],
      ['{code} }', /no brace/],
      ['{code} { code }', /no brace/],
      ['{{code}}', /no brace/],
      ['{co{code}de}', /no brace/],
      ['{code}\r\n', /control/],
      ['{code}\t', /control/],
      ['{code}\u2029', /control/],
      ['{code}\u202d', /control/],
      ['{code}\n@example.com #{code}', /originHost/],
      ['{code}\n@{tenant} #1', /originHost/],
    ])('refuses %j', (template, problem) => {
      expect(problemsOf({ template })).toEqual({ 'message.template': [expect.stringMatching(problem)] });
    });

    it('needs an app name to name the app', () => {
      const template = '{appName}: {code}';
      expect(problemsOf({ template })).toEqual({ 'message.template': ['holds {appName}, but appName is not set'] });
      expect(problemsOf({ template, appName: 'Acme' })).toEqual({});
    });

    it('reports all that is wrong with one template', () => {
      expect(problemsOf({ template: '{name}\r' })['message.template']).toHaveLength(3);
    });
  });

  it('refuses what is too long, however long', () => {
    for (const length of [1_601, 5_000_000]) {
      const options = {
        appName: 'x'.repeat(length),
        originHost: 'a'.repeat(length),
        template: '{code}'.padEnd(length),
      };
      expect(problemsOf(options)).toEqual({
        'message.appName': ['must be a string of at most 30 characters'],
        'message.originHost': [expect.stringMatching(/at most 253/)],
        'message.template': ['must be at most 1600 characters'],
      });
    }
  });
});
