/** The laws of a message, in every language: whatever name, host and code, machines read ours, and people find the code. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OtpConfigurationError } from '../errors/otp-error.ts';
import { createMessageComposer, type MessageComposer, parseOriginBoundLine } from '../message/index.ts';
import { LANGUAGES } from './index.ts';

const appName = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'Aa1 @#.:\u00e9яشא漢'), minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.constantFrom('@evil.example #', '@evil.example', '#999999', '{code}', '$&', '042817', '\u2067', '1'),
);
const originHost = fc.stringMatching(/^([a-z0-9]{1,8}\.){0,2}[a-z]{2,8}$/);
const code = fc.stringMatching(/^[0-9]{4,10}$/);
const appHash = fc.option(fc.stringMatching(/^[A-Za-z0-9+/]{11}$/), { nil: undefined });
const variable = fc.constantFrom('login', '@evil.example #999999', '@evil.example', '999999', '{code}');

/** What a reader sees: a name is told in NFC and without characters that nobody sees. */
function seen(text: string): string {
  return text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFC');
}

/** Chromium takes the first match anywhere. Source: content/browser/sms/sms_parser.cc */
function findAsChromiumDoes(text: string): { host: string | undefined; code: string | undefined } | null {
  const match = /(?:^|[\t\n\f\r ])@([a-zA-Z0-9.-]+) #([^#\t\n\f\r ]+)(?: @([a-zA-Z0-9.-]+))?/.exec(text);
  return match === null ? null : { host: match[1], code: match[2] };
}

describe('LANGUAGES, whatever the variables hold', () => {
  it('say our host and our code to machines, and the code apart from other digits to people', () => {
    let composed = 0;
    const locale = fc.constantFrom(...Object.keys(LANGUAGES), 'en');
    fc.assert(
      fc.property(
        fc.record({ appName, originHost, appHash }),
        fc.record({ code, minutes: fc.integer({ min: 1, max: 600 }), purpose: variable, tenant: variable, locale }),
        (options, input) => {
          const { appHash: hash, ...others } = options;
          let composer: MessageComposer;
          try {
            composer = createMessageComposer({
              ...others,
              ...(hash === undefined ? {} : { appHash: hash }),
              languages: LANGUAGES,
            });
          } catch (error) {
            expect(error).toBeInstanceOf(OtpConfigurationError);
            return;
          }
          composed += 1;
          const text = composer(input);
          const ours = { host: options.originHost, code: input.code };
          const lines = text.split('\n');
          expect(parseOriginBoundLine(text)).toEqual(ours);
          expect(findAsChromiumDoes(text)).toEqual(ours);
          expect(lines).toHaveLength(2);
          expect(lines[1]).toBe(`@${ours.host} #${ours.code}${hash === undefined ? '' : ` ${hash}`}`);
          expect(lines[0]?.split(/\D+/)).toContain(input.code);
          expect(seen(lines[0] ?? '')).toContain(seen(options.appName));
          expect(composer({ ...input, purpose: 'other', tenant: 'other' })).toBe(text);
        },
      ),
      { numRuns: 2000, seed: 20_262 },
    );
    expect(composed).toBeGreaterThan(1000);
  });
});
