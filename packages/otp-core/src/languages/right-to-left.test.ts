import { describe, expect, it } from 'vitest';
import { createMessageComposer, parseOriginBoundLine } from '../message/index.ts';
import { arabic, hebrew, persian, urdu } from './index.ts';

const languages = { ...arabic, ...hebrew, ...persian, ...urdu };
const tags = Object.keys(languages);
const NAMES = ['Acme', 'أكمي', 'אקמי', 'Acme (IL)', '24/7!', 'Shop 24', '(Acme', 'A: 1', '株式会社'];

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

function compose(locale: string, appName?: string): string {
  const named = appName === undefined ? {} : { appName };
  const composer = createMessageComposer({ ...named, originHost: 'acme.example', languages });
  return composer({ code: '042817', minutes: 10, purpose: 'login', tenant: 'acme', locale });
}

describe.each(tags)('the text in %s', (tag) => {
  const texts = [compose(tag), ...NAMES.map((name) => compose(tag, name))];

  it('starts with a letter of its own script, which turns the paragraph', () => {
    for (const text of texts) expect(text).toMatch(new RegExp(`^${RIGHT_TO_LEFT.source}`, 'u'));
  });

  it('isolates the name, and closes what it opens', () => {
    for (const name of NAMES) {
      expect(compose(tag, name).split(`\u2068${name}\u2069`)).toHaveLength(2);
      expect(compose(tag, name).match(/[\u2066-\u2069]/g)).toEqual(['\u2068', '\u2069']);
    }
    expect(compose(tag)).not.toMatch(/[\u2066-\u2069]/);
  });

  // By the bidirectional algorithm digits read from left to right, and a paragraph keeps its direction throughout,
  // where no letter outside of an isolate runs the other way. Ahead of the code stands no number it could join.
  it('has no letter outside of the isolate that runs to the right, so that the code reads as it was written', () => {
    for (const text of texts) {
      const [paragraph = ''] = text.replace(/\u2068.*\u2069/u, '').split('\n');
      const letters = paragraph.match(/\p{L}/gu) ?? [];
      expect(letters.length).toBeGreaterThan(10);
      expect(letters.filter((letter) => !RIGHT_TO_LEFT.test(letter))).toEqual([]);
      expect(paragraph.match(/\d+/g)).toEqual(['042817', '10']);
      expect(paragraph).toMatch(/042817[^\d]*\p{L}[^\d]*10/u);
    }
  });

  it('ends in an autofill line of ASCII alone, a paragraph of its own', () => {
    for (const text of texts) {
      expect(text.split('\n').slice(1)).toEqual(['@acme.example #042817']);
      expect(parseOriginBoundLine(text)).toEqual({ host: 'acme.example', code: '042817' });
    }
  });
});
