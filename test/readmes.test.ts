/** A README is read before anything else: its programs run, its links lead somewhere, and it stays short. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeBlocksIn, fileLinksIn } from './support/readme.ts';
import { FLAWLESS, type ReadmeProgramResult, tryPrograms } from './support/readme-programs.ts';
import { members, ROOT, readText } from './support/workspace.ts';

const LONGEST_PACKAGE_README = 120;

/** A reader may use another registry; a reader never has our folders. */
const PRIVATE_OR_FOREIGN = [
  /\b(?:registry\.npmjs\.org|(?:www\.)?npmjs\.(?:com|org)|registry\.yarnpkg\.com|npm\.pkg\.github\.com|npm\.jsr\.io)\b/,
  /(?<![\w.])\/(?:home|Users|root|work|mnt)\/\w/,
  /\b[A-Z]:\\/,
];

/** Whatever is not a program of ours, by the word after its fence. */
const OTHER_LANGUAGES = ['sh', 'json', 'text', 'http', 'html', 'yaml', 'mermaid'];

const folders = [
  '.',
  ...members('packages').map(({ folder }) => folder),
  ...members('apps').map(({ folder }) => folder),
];
const readmes = folders
  .map((folder) => join(folder, 'README.md'))
  .filter((path) => existsSync(join(ROOT, path)))
  .map((path) => ({ path, text: readText(path) }));
const programs = readmes.flatMap(({ path, text }) =>
  codeBlocksIn(text)
    .filter(({ language }) => language === 'ts')
    .map(({ code, line }) => ({ id: `${path}:${line}`, code })),
);

describe.each(readmes)('$path', ({ path, text }) => {
  it('marks each code block as a program or as something else', () => {
    const languages = codeBlocksIn(text).map(({ language }) => language);
    expect(languages.filter((language) => language !== 'ts' && !OTHER_LANGUAGES.includes(language))).toEqual([]);
  });

  it('links to files that exist', () => {
    expect(fileLinksIn(text).filter((target) => !existsSync(join(ROOT, dirname(path), target)))).toEqual([]);
  });

  it('names neither a registry nor a folder of somebody’s machine', () => {
    expect(PRIVATE_OR_FOREIGN.flatMap((pattern) => pattern.exec(text)?.[0] ?? [])).toEqual([]);
  });
});

describe('the READMEs', () => {
  it('stand in the root, in every package and in every app', () => {
    expect(folders.filter((folder) => !existsSync(join(ROOT, folder, 'README.md')))).toEqual([]);
  });

  it.each(readmes.filter(({ path }) => path.startsWith('packages/')))('are short in $path', ({ text }) => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(LONGEST_PACKAGE_README);
  });
});

describe('the programs in the READMEs', () => {
  let results: ReadonlyMap<string, ReadmeProgramResult>;
  beforeAll(async () => {
    results = await tryPrograms(programs);
  }, 300_000);

  it.each(programs)('$id has no type error, ends by itself and ends well', ({ id }) => {
    expect(results.get(id)).toEqual(FLAWLESS);
  });
});

describe('tryPrograms', () => {
  it('finds what is wrong with a program, and nothing in one that is right', async () => {
    const results = await tryPrograms(
      [
        { id: 'right:1', code: 'const seconds: number = await Promise.resolve(60);\nconsole.log(seconds);\n' },
        { id: 'wrong-type:1', code: "const seconds: number = '60';\nconsole.log(seconds);\n" },
        { id: 'unknown-import:1', code: "import { nothing } from '@countersign/otp-core';\nconsole.log(nothing);\n" },
        { id: 'refused:1', code: "console.log({ status: 'refused' }); // { status: 'accepted' }\n" },
        { id: 'throws:1', code: "throw new Error('at the end');\n" },
        { id: 'complains:1', code: "console.error('deprecated');\n" },
        { id: 'never-ends:1', code: 'setInterval(() => {}, 1_000);\n' },
      ],
      { timeLimitMs: 3_000 },
    );
    expect(results.get('right:1')).toEqual(FLAWLESS);
    expect(results.get('wrong-type:1')).toMatchObject({ exitCode: 0, typeErrors: [expect.stringContaining('line 1')] });
    expect(results.get('unknown-import:1')).toMatchObject({ exitCode: 1, typeErrors: [expect.anything()] });
    expect(results.get('refused:1')).toEqual({ ...FLAWLESS, unprinted: ["status: 'accepted'"] });
    expect(results.get('throws:1')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('at the end') });
    expect(results.get('complains:1')).toEqual({ ...FLAWLESS, stderr: 'deprecated\n' });
    expect(results.get('never-ends:1')).toMatchObject({ exitCode: null });
  }, 60_000);
});

describe('codeBlocksIn and fileLinksIn', () => {
  const markdown = [
    'See [the errors](docs/errors.md#codes), [the page](https://example.com/a.md), [below](#below).',
    '[reference]: ./LICENSE',
    '```ts',
    "const link = '[not](a-link)';",
    '```',
    '- in a list:',
    '  ```sh',
    '  npm test',
    '  ```',
    '',
  ].join('\n');

  it('read blocks with their language, line and indentation', () => {
    expect(codeBlocksIn(markdown)).toEqual([
      { language: 'ts', code: "const link = '[not](a-link)';\n", line: 3 },
      { language: 'sh', code: 'npm test\n', line: 7 },
    ]);
    expect(() => codeBlocksIn('```ts\nopen')).toThrow('line 1 has no end');
  });

  it('read links to files, outside of code', () => {
    expect(fileLinksIn(markdown).sort()).toEqual(['./LICENSE', 'docs/errors.md']);
  });
});
