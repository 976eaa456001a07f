import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './index.ts';

const UP_TO_200 = Array.from({ length: 200 }, (_, index) => index + 1);

/** What a text says of so many minutes, with a sign for the number. */
function phraseOf(tag: string, minutes: number): string {
  const input = { appName: null, code: 'X', minutes, purpose: 'login', tenant: 'acme', locale: tag };
  return (LANGUAGES[tag]?.(input) ?? '').replace(`${minutes}`, '#');
}

describe('the plural forms', () => {
  it.each(Object.keys(LANGUAGES))('of %s are one for each category of the CLDR', (tag) => {
    const rules = new Intl.PluralRules(tag);
    const phrases = new Map<string, Set<string>>();
    for (const minutes of UP_TO_200) {
      const category = rules.select(minutes);
      phrases.set(category, (phrases.get(category) ?? new Set()).add(phraseOf(tag, minutes)));
    }
    expect([...phrases].filter(([, seen]) => seen.size !== 1)).toEqual([]);
  });

  it.each<[string, string]>([
    ['af', '1 minuut, 2 minute, 11 minute, 21 minute'],
    ['ar', 'دقيقة, دقيقتين, 3 دقائق, 10 دقائق, 11 دقيقة, 99 دقيقة, 100 دقيقة, 103 دقائق'],
    ['bg', '1 минута, 2 минути, 21 минути'],
    ['ca', '1 minut, 2 minuts'],
    ['cs', '1 minuta, 2 minuty, 4 minuty, 5 minut, 11 minut, 22 minut'],
    ['da', '1 minut, 2 minutter'],
    ['de', '1 Minute, 2 Minuten, 21 Minuten'],
    ['el', '1 λεπτό, 2 λεπτά'],
    ['es', '1 minuto, 5 minutos'],
    ['et', '1 minuti, 5 minuti'],
    ['fi', '1 minuutin, 5 minuutin'],
    ['fr', '1 minute, 2 minutes'],
    ['he', 'לדקה אחת, לשתי דקות, ל-3 דקות, ל-10 דקות'],
    ['hr', '1 minutu, 2 minute, 4 minute, 5 minuta, 11 minuta, 12 minuta, 21 minutu, 22 minute, 111 minuta'],
    ['hu', '1 percig, 5 percig'],
    ['it', '1 minuto, 5 minuti'],
    ['nb', '1 minutt, 5 minutter'],
    ['nl', '1 minuut, 5 minuten'],
    ['pl', '1 minucie, 2 minutach, 5 minutach, 21 minutach'],
    ['pt', '1 minuto, 5 minutos'],
    ['pt-BR', '1 minuto, 5 minutos'],
    ['ro', '1 minut, 2 minute, 19 minute, 20 de minute, 100 de minute, 101 minute, 119 minute, 120 de minute'],
    ['ru', '1 минуту, 2 минуты, 4 минуты, 5 минут, 11 минут, 14 минут, 21 минуту, 22 минуты, 25 минут, 112 минут'],
    ['sl', '1 minuto, 2 minuti, 3 minute, 4 minute, 5 minut, 11 minut, 101 minuto, 102 minuti, 103 minute'],
    ['sr', '1 минут, 2 минута, 5 минута, 21 минут'],
    ['sr-Latn', '1 minut, 2 minuta, 5 minuta, 11 minuta, 21 minut'],
    ['sv', '1 minut, 5 minuter'],
    ['uk', '1 хвилину, 2 хвилини, 5 хвилин, 11 хвилин, 21 хвилину'],
  ])('of %s are %s', (tag, phrases) => {
    for (const phrase of phrases.split(', ')) {
      const written = /\d+/.exec(phrase)?.[0];
      const minutes = written === undefined ? phrases.split(', ').indexOf(phrase) + 1 : Number(written);
      // Whole words only: "minute" is in "minutes".
      expect(phraseOf(tag, minutes).replace('#', `${minutes}`)).toMatch(
        new RegExp(`\\s${phrase}(?![\\p{L}\\p{M}])`, 'u'),
      );
    }
  });
});
