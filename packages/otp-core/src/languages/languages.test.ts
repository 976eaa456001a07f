import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countSegments, createMessageComposer, type SegmentCount } from '../message/index.ts';
import type { MessageLanguages, MessageOptions } from '../message/message.ts';
import * as door from './index.ts';

const { LANGUAGES, ...named } = door;
const tags = Object.keys(LANGUAGES);

/** As long as they come: the texts must leave room for them. */
const LONG_NAME = 'Acme Trading Company';
const LONG_HOST = 'login.acme-co.exampl';
const LONG_CODE = '1234567890';
const APP_HASH = 'FA+9qCX9VSu';
const MINUTES = Array.from({ length: 10 }, (_, index) => index + 1);

function compose(locale: string, options: MessageOptions = {}, code = '042817', minutes = 5): string {
  const composer = createMessageComposer({ appName: 'Acme', languages: LANGUAGES, ...options });
  return composer({ code, minutes, purpose: 'login', tenant: 'acme', locale });
}

/** Of the longest text, whatever the minutes. */
function longest(locale: string, options: MessageOptions = {}): SegmentCount {
  const counts = MINUTES.map((minutes) =>
    countSegments(compose(locale, { appName: LONG_NAME, ...options }, LONG_CODE, minutes)),
  );
  return counts.reduce((most, count) => (count.units > most.units ? count : most));
}

const inUcs2 = tags.filter((tag) => countSegments(compose(tag)).encoding === 'UCS-2');

describe('LANGUAGES', () => {
  it('holds every language of the door, under each of its tags, and no tag twice', () => {
    const entries = Object.values(named).flatMap((table: MessageLanguages) => Object.entries(table));
    expect(Object.keys(named).length).toBeGreaterThanOrEqual(40);
    expect(new Set(entries.map(([tag]) => tag.toLowerCase())).size).toBe(entries.length);
    expect(Object.fromEntries(entries)).toEqual(LANGUAGES);
    expect(() => createMessageComposer({ languages: LANGUAGES })).not.toThrow();
  });

  it.each(tags)('tells name, code and minutes in %s', (tag) => {
    const text = compose(tag);
    expect(text.split(/\D+/)).toEqual(expect.arrayContaining(['042817', '5']));
    expect(text).toContain('Acme');
    expect(text).not.toBe(compose('en'));
  });

  it.each(tags)('reads well in %s without a name', (tag) => {
    const text = createMessageComposer({ languages: LANGUAGES })({
      code: '042817',
      minutes: 5,
      purpose: 'login',
      tenant: 'acme',
      locale: tag,
    });
    expect(text).toMatch(/^[\p{Lu}\p{Lo}]/u);
    for (const each of [text, compose(tag)]) {
      expect(each).not.toMatch(/null|undefined| {2}|^\s|\s$|\s[.,:;。]|[\n{}@#]/);
      expect(each).toBe(each.normalize('NFC'));
    }
  });

  it('writes in UCS-2 only where the letters of the language ask for it', () => {
    expect(inUcs2.join(' ')).toBe(
      'ar bn bg el he iw hi ja ko fa ru sr zh zh-Hans th zh-Hant zh-TW zh-HK zh-MO yue uk ur vi',
    );
  });

  it.each(tags.filter((tag) => !inUcs2.includes(tag)))(
    'fits one GSM-7 segment in %s with a long name, a long host, ten digits and an app hash',
    (tag) => {
      for (const options of [{}, { originHost: LONG_HOST }, { originHost: LONG_HOST, appHash: APP_HASH }]) {
        expect(longest(tag, options)).toMatchObject({ encoding: 'GSM-7', forcedBy: null, segments: 1 });
      }
    },
  );

  it.each(inUcs2)('fits one UCS-2 segment in %s with a long name and ten digits', (tag) => {
    expect(longest(tag)).toMatchObject({ encoding: 'UCS-2', segments: 1 });
    expect(longest(tag, { originHost: LONG_HOST, appHash: APP_HASH }).segments).toBe(2);
  });

  it.each([
    ['pt-BR', 'pt-BR'],
    ['pt-PT', 'pt'],
    ['pt-AO', 'pt'],
    ['PT-br', 'pt-BR'],
    ['es-419', 'es'],
    ['de-CH-1996', 'de'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['sr-RS', 'sr'],
    ['sr-Cyrl-ME', 'sr'],
    ['sr-Latn-RS', 'sr-Latn'],
    ['sr-ME', 'sr-Latn'],
    ['bs', 'hr'],
    ['iw-IL', 'he'],
    ['in-ID', 'id'],
    ['tl-PH', 'fil'],
    ['mo', 'ro'],
    ['en-GB', 'en'],
    ['cy', 'en'],
    ['kok', 'en'],
  ])('serves %s with the text in %s', (locale, tag) => {
    expect(compose(locale)).toBe(compose(tag));
    expect(compose(tag) === compose('en')).toBe(tag === 'en');
  });
});

describe('docs/messages.md', () => {
  it('lists every language with its tags and what its longest text costs', () => {
    const page = readFileSync(new URL('../../docs/messages.md', import.meta.url), 'utf8');
    const lines = page.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
    const documented = lines.filter((line) => /^\| `\w+` \| `/.test(line));
    const costs = (tag: string) => {
      const { encoding, units } = longest(tag);
      const hosted = longest(tag, { originHost: LONG_HOST });
      return `${encoding} | ${units} | ${hosted.units} | ${hosted.segments} |`;
    };
    const rows = Object.entries(named).map(([name, table]: [string, MessageLanguages]) => {
      const [tag = ''] = Object.keys(table);
      const quoted = Object.keys(table).map((each) => `\`${each}\``);
      return `| \`${name}\` | ${quoted.join(' ')} | ${costs(tag)}`;
    });
    expect(documented).toEqual(rows.sort());
    expect(lines).toContain(`| built in | \`en\` | ${costs('en')}`);
    expect(longest('en', { originHost: LONG_HOST }).segments).toBe(1);
  });
});
