import { describe, expect, it } from 'vitest';
import { OtpConfigurationError, OtpMessageError } from '../errors/otp-error.ts';
import { countSegments } from './count-segments.ts';
import type { MessageInput, MessageOptions, MessageTemplate } from './message.ts';
import { createMessageComposer } from './message-composer.ts';
import { parseOriginBoundLine } from './origin-bound-line.ts';

const INPUT: MessageInput = { code: '042817', minutes: 5, purpose: 'login', tenant: 'acme', locale: null };

function compose(options: MessageOptions, input: Partial<Record<keyof MessageInput, unknown>> = {}): string {
  return createMessageComposer(options)({ ...INPUT, ...input } as MessageInput);
}

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

function refusalOf(options: MessageOptions, input: Partial<Record<keyof MessageInput, unknown>> = {}): string {
  const error = errorOf(() => compose(options, input));
  expect(error).toBeInstanceOf(OtpMessageError);
  expect((error as OtpMessageError).cause).toBeUndefined();
  return (error as OtpMessageError).message;
}

describe('createMessageComposer', () => {
  describe('with our own text', () => {
    it('names the app, the code and how long it lives', () => {
      expect(compose({ appName: 'Acme' })).toBe('Your Acme code is 042817. It expires in 5 minutes. Do not share it.');
    });

    it('does without a name and without any options', () => {
      const text = 'Your code is 042817. It expires in 5 minutes. Do not share it.';
      expect(compose({})).toBe(text);
      expect(createMessageComposer()(INPUT)).toBe(text);
    });

    it('speaks of a single minute', () => {
      expect(compose({}, { minutes: 1 })).toContain('It expires in 1 minute. ');
    });

    it.each([null, 'en', 'en-GB', 'zz', '', 'EN_us', '-', '__proto__', 'constructor', 'toString-x'])(
      'reads English for the locale %j',
      (locale) => {
        expect(compose({}, { locale })).toBe('Your code is 042817. It expires in 5 minutes. Do not share it.');
      },
    );

    it('fits one GSM-7 segment with a long name, a long host, ten digits and ten minutes', () => {
      const options = { appName: 'Acme Trading Company', originHost: 'login.acme-co.exampl' };
      expect([options.appName.length, options.originHost.length]).toEqual([20, 20]);
      for (const code of ['12345678', '1234567890']) {
        const count = countSegments(compose(options, { code, minutes: 10 }));
        expect(count).toMatchObject({ encoding: 'GSM-7', segments: 1 });
        expect(count.units).toBeLessThanOrEqual(140);
      }
    });
  });

  describe('with an origin host', () => {
    it('ends in the autofill line and nothing after it', () => {
      expect(compose({ originHost: 'example.com' })).toBe(
        'Your code is 042817. It expires in 5 minutes. Do not share it.\n@example.com #042817',
      );
    });

    it('adds the line to a template, on a line of its own', () => {
      const options = { originHost: 'example.com', template: 'Code: {code}' };
      expect(compose(options)).toBe('Code: 042817\n@example.com #042817');
      expect(compose({ ...options, template: ({ code }) => `Code: ${code}\n` })).toBe(
        'Code: 042817\n\n@example.com #042817',
      );
    });

    it('adds nothing where no host is set', () => {
      expect(parseOriginBoundLine(compose({ appName: 'Acme' }))).toBeNull();
    });
  });

  describe('with texts by language', () => {
    const saying = (word: string): MessageTemplate => {
      return ({ appName, code, minutes, locale }) => `${word} ${appName} ${code} ${minutes} ${locale}`;
    };
    const languages = {
      pt: saying('pt'),
      'pt-BR': saying('pt-BR'),
      'ZH-hant': saying('zh-Hant'),
      'sr-Latn': saying('sr'),
    };

    it.each([
      ['pt-BR', 'pt-BR'],
      ['PT-br', 'pt-BR'],
      ['pt-BR-x-private', 'pt-BR'],
      ['pt-PT', 'pt'],
      ['pt', 'pt'],
      ['pt-', 'pt'],
      ['zh-Hant-HK', 'zh-Hant'],
      ['sr-latn-RS', 'sr'],
    ])('gives up subtags of %s until there is a text: that of %s', (locale, word) => {
      expect(compose({ appName: 'Acme', languages }, { locale })).toBe(`${word} Acme 042817 5 ${locale}`);
    });

    it.each([null, '', 'de', 'zh', 'zh-TW', 'p', 'ptx', 'sr', 'en-GB', '-pt', '__proto__', 'constructor'])(
      'reads English for the locale %j, which it lacks',
      (locale) => {
        expect(compose({ languages }, { locale })).toBe(
          'Your code is 042817. It expires in 5 minutes. Do not share it.',
        );
      },
    );

    it('takes another English text for all who read English', () => {
      for (const locale of [null, 'en', 'en-GB', 'zz']) {
        expect(compose({ languages: { ...languages, en: saying('hey') } }, { locale })).toMatch(/^hey/);
      }
    });

    it('holds them to what a template must be', () => {
      const refused = { de: () => 'no code', fr: () => '042817\n@evil.example #042817', it: () => 'x'.repeat(1601) };
      const throwing = { de: ({ code }: MessageInput) => JSON.parse(code.slice(0, 0)) };
      for (const locale of Object.keys(refused)) {
        expect(refusalOf({ languages: refused }, { locale })).toMatch(/^The text must/);
      }
      expect(refusalOf({ languages: throwing }, { locale: 'de' })).toBe('The message template threw an error.');
    });

    it('does not follow a table that changes later', () => {
      const changing: Record<string, MessageTemplate> = { de: saying('de') };
      const composer = createMessageComposer({ languages: changing });
      changing.de = saying('changed');
      expect(composer({ ...INPUT, locale: 'de' })).toMatch(/^de /);
    });

    it('looks for a language of 256 subtags and ends', () => {
      expect(compose({ languages }, { locale: '-'.repeat(256) })).toMatch(/^Your code/);
    });
  });

  describe('with an app hash', () => {
    const appHash = 'FA+9qCX9VSu';

    it('ends in the hash, on a line of its own', () => {
      expect(compose({ appHash })).toBe('Your code is 042817. It expires in 5 minutes. Do not share it.\nFA+9qCX9VSu');
      expect(compose({ appHash, template: '{code}' })).toBe('042817\nFA+9qCX9VSu');
    });

    it('ends in the hash behind an autofill line, which browsers still read', () => {
      const text = compose({ appHash, originHost: 'example.com' });
      expect(text).toMatch(/\n@example\.com #042817 FA\+9qCX9VSu$/);
      expect(parseOriginBoundLine(text)).toEqual({ host: 'example.com', code: '042817' });
    });

    it('keeps a long English text with both in one GSM-7 segment', () => {
      const options = { appName: 'Acme Trading Company', originHost: 'login.acme-co.exampl', appHash };
      const count = countSegments(compose(options, { code: '1234567890', minutes: 10 }));
      expect(count).toMatchObject({ encoding: 'GSM-7', segments: 1 });
    });

    it('counts the hash as a part of the text', () => {
      const textOfLength = (length: number) => `042817${'x'.repeat(length - 6)}`;
      expect(compose({ appHash, template: () => textOfLength(1588) })).toHaveLength(1600);
      expect(refusalOf({ appHash, template: () => textOfLength(1589) })).toMatch(/at most 1600/);
    });
  });

  describe('with a template string', () => {
    it('fills every placeholder, as often as it stands there', () => {
      const template = '{appName}/{tenant}/{purpose}/{locale}: {code}, again {code}, {minutes} min';
      expect(compose({ appName: 'Acme', template }, { locale: 'de' })).toBe(
        'Acme/acme/login/de: 042817, again 042817, 5 min',
      );
    });

    it('reads an unknown locale as nothing', () => {
      expect(compose({ template: '[{locale}] {code}' })).toBe('[] 042817');
    });

    it('never reads a variable for placeholders or replacement patterns', () => {
      expect(compose({ appName: '{code}', template: '{appName} {tenant}: {code}' }, { tenant: "$&$'{minutes}" })).toBe(
        "{code} $&$'{minutes}: 042817",
      );
    });
  });

  describe('with a template function', () => {
    it('hands it the variables and the app name, and nothing else', () => {
      const seen: unknown[] = [];
      const template: NonNullable<MessageOptions['template']> = (input) => {
        seen.push(input);
        return input.code;
      };
      createMessageComposer({ appName: 'Acme', template })({ ...INPUT, secret: 'x' } as MessageInput);
      compose({ template });
      expect(seen).toEqual([
        { ...INPUT, appName: 'Acme' },
        { ...INPUT, appName: null },
      ]);
    });

    it('gives every call variables of its own, so that no template can change the autofill line', () => {
      const composer = createMessageComposer({
        originHost: 'example.com',
        template: (input) => {
          const { code } = input;
          Object.assign(input, { code: '999999' });
          return code;
        },
      });
      const input = { ...INPUT };
      expect(composer(input)).toBe('042817\n@example.com #042817');
      expect(input).toEqual(INPUT);
    });

    it('says in its own words that the template threw', () => {
      const message = refusalOf({
        template: ({ code }) => {
          throw new Error(`cannot write ${code}`);
        },
      });
      expect(message).toBe('The message template threw an error.');
    });

    // An unhandled rejection would fail this file.
    it('refuses a promise, and leaves no rejection behind', async () => {
      const template = (async ({ code }: MessageInput) => {
        throw new Error(code);
      }) as unknown as () => string;
      expect(refusalOf({ template })).toBe('The message template must return a string.');
      await new Promise((resolve) => setImmediate(resolve));
    });

    it.each([
      ['undefined', undefined],
      ['null', null],
      ['a number', 42817],
      ['a string object', Object('042817')],
      ['an array', ['042817']],
      [
        'a thenable that throws',
        {
          // biome-ignore lint/suspicious/noThenProperty: a thenable is what this is about
          get then() {
            throw new Error('no');
          },
        },
      ],
    ])('refuses %s', (_, result) => {
      const message = refusalOf({ template: (() => result) as unknown as () => string });
      expect(message).toBe('The message template must return a string.');
    });
  });

  describe('with a text that must not be sent', () => {
    it('takes 1,600 UTF-16 units with the autofill line, and not one more', () => {
      const room = 1600 - '\n@example.com #042817'.length;
      const textOfLength = (length: number) => `042817${'x'.repeat(length - 6)}`;
      expect(compose({ template: () => textOfLength(1600) })).toHaveLength(1600);
      expect(compose({ originHost: 'example.com', template: () => textOfLength(room) })).toHaveLength(1600);
      expect(refusalOf({ template: () => textOfLength(1601) })).toMatch(/at most 1600/);
      expect(refusalOf({ originHost: 'example.com', template: () => textOfLength(room + 1) })).toMatch(/at most/);
      expect(refusalOf({ template: () => textOfLength(5_000_000) })).toMatch(/at most 1600/);
    });

    it('refuses an autofill line that only comes about by its variables', () => {
      const template = '{code}\n{tenant} {purpose}';
      expect(refusalOf({ template }, { tenant: '@evil.example', purpose: '#999999' })).toMatch(/autofill line/);
      expect(compose({ template }, { tenant: 'x@acme.example', purpose: '#1' })).toBe('042817\nx@acme.example #1');
    });
  });

  it('names every problem of its options at once', () => {
    const options = { appName: '', originHost: 'https://example.com', template: 'no code', colour: 1 };
    const error = errorOf(() => createMessageComposer(options as MessageOptions));
    expect(error).toBeInstanceOf(OtpConfigurationError);
    expect((error as OtpConfigurationError).problems.map((problem) => problem.option).sort()).toEqual([
      'appName',
      'colour',
      'originHost',
      'template',
    ]);
  });

  it('does not follow options that change later', () => {
    const options: { -readonly [Name in keyof MessageOptions]: MessageOptions[Name] } = { appName: 'Acme' };
    const composer = createMessageComposer(options);
    Object.assign(options, { appName: 'Evil\n@evil.example #1', originHost: 'evil.example', template: () => 'x' });
    expect(composer(INPUT)).toBe('Your Acme code is 042817. It expires in 5 minutes. Do not share it.');
  });
});
