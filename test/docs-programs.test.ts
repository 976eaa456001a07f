/** Every program on a page that is written by hand is compiled, and runs or says why it cannot. Those of READMEs are run with the READMEs. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeBlocksIn } from './support/readme.ts';
import { FLAWLESS, type ReadmeProgramResult, tryPrograms, typeErrorsOfBundled } from './support/readme-programs.ts';
import { ROOT, readText } from './support/workspace.ts';

const FOLDER = 'apps/docs/pages';
const pages = readdirSync(join(ROOT, FOLDER), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .sort()
  .map((path) => ({ path, text: readText(join(FOLDER, path)) }));

/** What is no program of ours, by the word after its fence. */
const OTHER_LANGUAGES = ['sh', 'json', 'text'];

const blocks = pages.flatMap(({ path, text }) => {
  const lines = text.split('\n');
  return codeBlocksIn(text).map((block) => ({
    ...block,
    id: `docs/${path}:${block.line}`,
    reason: /no-run: (\S.+)$/.exec(lines[block.line - 1] ?? '')?.[1],
  }));
});
const programs = blocks.filter(({ language, reason }) => language === 'ts' && reason === undefined);
const compiledOnly = blocks.filter(({ language, reason }) => language === 'ts' && reason !== undefined);

describe('the programs on the pages', () => {
  let results: ReadonlyMap<string, ReadmeProgramResult>;
  beforeAll(async () => {
    results = await tryPrograms(programs);
  }, 300_000);

  it('are run, or say why not, or are no programs', () => {
    const unmarked = blocks.filter(
      ({ language, reason }) => language !== 'ts' && reason === undefined && !OTHER_LANGUAGES.includes(language),
    );
    expect(unmarked.map(({ id }) => id)).toEqual([]);
  });

  it('are in TypeScript, so that those which cannot run here are compiled at least', () => {
    const uncompiled = blocks.filter(({ language, reason }) => language !== 'ts' && reason !== undefined);
    expect(uncompiled.map(({ id }) => id)).toEqual([]);
    const errors = typeErrorsOfBundled([
      ...compiledOnly,
      { id: 'wrong.ts', code: "import { no } from 'firebase/auth';\nno();" },
    ]);
    expect(errors.get('wrong.ts')).not.toEqual([]);
    expect(compiledOnly.flatMap(({ id }) => (errors.get(id) ?? []).map((error) => `${id}: ${error}`))).toEqual([]);
  });

  it.each(programs)('$id has no type error, ends by itself and ends well', ({ id }) => {
    expect(results.get(id)).toEqual(FLAWLESS);
  });
});
