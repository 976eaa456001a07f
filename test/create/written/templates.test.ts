/** The templates in JavaScript say what those in TypeScript say. `UPDATE_TEMPLATES=1` writes them anew. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../../packages/create-countersign/src/choices/frameworks.ts';
import { TEMPLATES } from '../../../packages/create-countersign/src/template-files.ts';
import { ROOT } from '../../support/workspace.ts';
import { deriveTemplate } from './derive-template.ts';

interface Derived {
  /** In `templates/`. */
  readonly path: string;
  readonly source: string;
  readonly language: 'javascript' | 'commonjs';
}

/** JSX without types is JavaScript already; the one file with a type in it has a twin that was written by hand. */
const BY_HAND = ['next/app/layout.tsx'];

const derived = (['javascript', 'commonjs'] as const).flatMap((language) => {
  const rooms = new Set(
    FRAMEWORKS.filter(({ languages }) => languages.includes(language)).flatMap(({ templates }) => templates),
  );
  return [...rooms].flatMap((room) =>
    filesIn(join('typescript', room))
      .filter((path) => /\.tsx?$/.test(path) && !BY_HAND.includes(join(room, path)))
      .map((path): Derived => {
        const name = path.replace(/\.ts(x?)$/, '.js$1');
        return { path: join(language, room, name), source: join('typescript', room, path), language };
      }),
  );
});

/** In the repository: there it is formatted as everything else is. */
let scratch: string;
beforeAll(() => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  scratch = mkdtempSync(join(ROOT, '.cache/templates-'));
  for (const { path, source, language } of derived) write(join(scratch, path), derive(source, language));
  // Biome leaves alone what git ignores, unless it is told.
  const biome = join(ROOT, 'node_modules/.bin/biome');
  execFileSync(biome, ['format', '--write', '--vcs-enabled=false', scratch], { cwd: ROOT, stdio: 'pipe' });
  if (process.env.UPDATE_TEMPLATES === '1') {
    for (const { path } of derived) write(join(TEMPLATES, path), readFileSync(join(scratch, path), 'utf8'));
  }
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function derive(source: string, language: Derived['language']): string {
  const text = readFileSync(join(TEMPLATES, source), 'utf8');
  return source.endsWith('.tsx') ? text : deriveTemplate(text, language);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function filesIn(folder: string): string[] {
  return readdirSync(join(TEMPLATES, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(TEMPLATES, folder).length + 1));
}

/** What `otp-config init` adds to an app: of each framework, the files that concern verification alone. */
const SHARED = FRAMEWORKS.flatMap(({ name, languages }) =>
  languages.flatMap((language) => {
    const extension = language === 'typescript' ? 'ts' : 'js';
    const files =
      name === 'next' ? [`otp.${extension}`, `app/otp/[...path]/route.${extension}`] : [`src/otp.${extension}`];
    return files.map((file) => ({
      source: join(language, name, file),
      copy: join(language, name, file.replace(/^src\//, '')),
    }));
  }),
);
const INIT = join(ROOT, 'packages/otp-config/init');

describe('the files of otp-config init', () => {
  it('are those of the templates', () => {
    const texts = new Map(SHARED.map(({ source, copy }) => [copy, readFileSync(join(TEMPLATES, source), 'utf8')]));
    if (process.env.UPDATE_TEMPLATES === '1') {
      rmSync(INIT, { recursive: true, force: true });
      for (const [copy, text] of texts) write(join(INIT, copy), text);
    }
    const found = readdirSync(INIT, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const copies = found.map((entry) => join(entry.parentPath, entry.name));
    expect(new Map(copies.map((path) => [path.slice(INIT.length + 1), readFileSync(path, 'utf8')]))).toEqual(texts);
  });
});

describe('the templates in JavaScript', () => {
  it.each(derived)('$path is what $source says', ({ path }) => {
    expect(existsSync(join(TEMPLATES, path))).toBe(true);
    expect(readFileSync(join(TEMPLATES, path), 'utf8')).toBe(readFileSync(join(scratch, path), 'utf8'));
  });

  it('has no others', () => {
    const known = new Set(derived.map(({ path }) => path));
    const found = ['javascript', 'commonjs'].flatMap((language) =>
      filesIn(language).map((path) => join(language, path)),
    );
    expect(found.filter((path) => !known.has(path))).toEqual([join('javascript', 'next/app/layout.jsx')]);
  });
});
