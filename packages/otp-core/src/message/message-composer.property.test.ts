/** The laws of the autofill line, against variables and templates made of the pieces an attacker would use. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OtpConfigurationError, OtpMessageError } from '../errors/otp-error.ts';
import type { MessageOptions } from './message.ts';
import { createMessageComposer } from './message-composer.ts';
import { parseOriginBoundLine } from './origin-bound-line.ts';

describe('createMessageComposer, whatever the variables hold', () => {
  const hostile = fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('@', '#', ' ', '@evil.example', '#999999', '@evil.example #999999') },
        fc.constantFrom('\n', '\r', '\t', '\f', '\0', '\x85', '\u2028', '\u2029', '\u202e', '\u2067', '\u00a0'),
        fc.constantFrom('{code}', '{tenant}', '$&', '042817', '7', '__proto__'),
        fc.string({ unit: 'binary', maxLength: 6 }),
      ),
      { maxLength: 6 },
    )
    .map((pieces) => pieces.join(''));
  const code = fc.stringMatching(/^[0-9]{4,10}$/);
  const input = fc.record({
    code: fc.oneof({ weight: 9, arbitrary: code }, hostile),
    minutes: fc.integer({ min: 1, max: 10 }),
    purpose: hostile,
    tenant: hostile,
    locale: fc.option(hostile),
  });
  const slot = fc.constantFrom('{code}', '{tenant}', '{purpose}', '{locale}', '{minutes}', ' ', '\n', '@', '#', '@a #');
  const template = fc.array(slot, { maxLength: 8 }).map((slots) => `{code} ${slots.join('')}`);
  const options = fc.record(
    {
      appName: fc.oneof(fc.constant('Acme'), hostile),
      originHost: fc.constantFrom('example.com', 'login.example.com', 'xn--mnchen-3ya.example'),
      appHash: fc.stringMatching(/^[A-Za-z0-9+/]{11}$/),
      template: fc.oneof(
        template,
        // The same slots, filled by a function.
        template.map(
          (source): MessageOptions['template'] =>
            (variables) =>
              source.replace(/\{(\w+)\}/g, (_, name: 'tenant') => `${variables[name]}`),
        ),
        hostile.map(
          (text): MessageOptions['template'] =>
            (variables) =>
              `${variables.code} ${text}`,
        ),
      ),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<MessageOptions>;

  /** What Chromium takes: the first match anywhere, by its own idea of white space. */
  function findAsChromiumDoes(text: string): { host: string | undefined; code: string | undefined } | null {
    const match = /(?:^|[\t\n\f\r ])@([a-zA-Z0-9.-]+) #([^#\t\n\f\r ]+)/.exec(text);
    return match === null ? null : { host: match[1], code: match[2] };
  }

  it('answers with a typed refusal, or with a text whose only autofill line is ours', () => {
    let composed = 0;
    fc.assert(
      fc.property(options, input, (anyOptions, anyInput) => {
        let text: string;
        try {
          text = createMessageComposer(anyOptions)(anyInput);
        } catch (error) {
          if (error instanceof OtpConfigurationError) return;
          expect(error).toBeInstanceOf(OtpMessageError);
          expect((error as OtpMessageError).message).not.toMatch(/999999|042817|evil/);
          return;
        }
        composed += 1;
        const host = anyOptions.originHost;
        const expected = host === undefined ? null : { host, code: anyInput.code };
        expect(parseOriginBoundLine(text)).toEqual(expected);
        expect(findAsChromiumDoes(text)).toEqual(expected);
        if (anyOptions.appHash !== undefined) expect(text.split(/[ \n]/).at(-1)).toBe(anyOptions.appHash);
        for (const line of text.split('\n').slice(0, -1)) expect(parseOriginBoundLine(line)).toBeNull();
        expect(text).toContain(anyInput.code);
        expect(text).not.toMatch(/[^\P{Cc}\n]/u);
        expect(text.length).toBeLessThanOrEqual(1600);
      }),
      { numRuns: 3000, seed: 20_250 },
    );
    expect(composed).toBeGreaterThan(300);
  });

  it('composes the same text every time', () => {
    fc.assert(
      fc.property(
        code,
        fc.integer({ min: 1, max: 10 }),
        fc.stringMatching(/^[!-~]{0,64}$/),
        (anyCode, minutes, tenant) => {
          const variables = { code: anyCode, minutes, tenant, purpose: 'login', locale: null };
          const composer = createMessageComposer({ appName: 'Acme', originHost: 'example.com' });
          expect(composer(variables)).toBe(composer(variables));
          expect(createMessageComposer({ appName: 'Acme', originHost: 'example.com' })(variables)).toBe(
            composer(variables),
          );
        },
      ),
      { seed: 20_251 },
    );
  });
});
