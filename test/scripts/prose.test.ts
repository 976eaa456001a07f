/** What `scripts/check-prose.mjs` calls hard to read. */
import { describe, expect, it } from 'vitest';
import { judgeProse, measureProse } from '../../scripts/prose/measure-prose.mjs';
import { proseFiles } from '../../scripts/prose/prose-files.mjs';

const words = (count: number) => `Word${' word'.repeat(count - 1)}.`;

describe('measureProse', () => {
  it('reads paragraphs, lists and headings, and neither code nor tables nor comments', () => {
    const markdown = [
      '# Heading',
      '',
      'One sentence. Another one, with `some code. In it`.',
      '',
      '- An item',
      '  that goes on.',
      '1. A step.',
      '',
      '```ts',
      'const notProse = 1;',
      '```',
      '',
      '| a cell | another |',
      '<!-- not prose -->',
    ].join('\n');
    expect(measureProse(markdown).sentences).toEqual([
      'Heading',
      'One sentence.',
      'Another one, with CODE.',
      'An item that goes on.',
      'A step.',
    ]);
  });

  it('does not end a sentence within a number, or before a small letter', () => {
    expect(measureProse('Takes 1.5 seconds, e.g. here. Then it ends.').sentences).toHaveLength(2);
  });
});

describe('judgeProse', () => {
  it('finds a sentence of more than 35 words', () => {
    expect(judgeProse(measureProse(words(35)))).toEqual([expect.stringContaining('median')]);
    expect(judgeProse(measureProse(`Short. Short. Short. ${words(36)}`))).toEqual([
      expect.stringContaining('36 words'),
    ]);
  });

  it('finds a median of more than 18 words', () => {
    expect(judgeProse(measureProse(`Word. ${words(18)} ${words(18)}`))).toEqual([]);
    expect(judgeProse(measureProse(`Word. ${words(19)} ${words(19)}`))).toEqual([expect.stringContaining('19 words')]);
  });

  it.each([
    'a door',
    'the house',
    'this floor',
    'it strands nobody',
    'waves through',
    'names the records',
    'good for nothing',
  ])('finds a word that a reader has to decode: %s', (phrase) => {
    expect(judgeProse(measureProse(`Here is ${phrase}.`))).toEqual([expect.stringContaining('word of ours')]);
  });

  it('lets the words of others be that only begin so', () => {
    expect(judgeProse(measureProse('A household has outdoors. Housekeeping.'))).toEqual([]);
  });
});

describe('proseFiles', () => {
  it('are READMEs, docs and pages, and neither CHANGELOGs nor licences', () => {
    const files = proseFiles();
    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'packages/otp-core/README.md',
        'packages/otp-core/docs/threats.md',
        'apps/docs/pages/quickstart.md',
      ]),
    );
    expect(files.filter((path) => /CHANGELOG|LICENSE|node_modules/.test(path))).toEqual([]);
  });
});
