/** What a package exports, it explains: an editor shows the comment where the name is used. */
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { entriesOf, members, ROOT, readJson } from './support/workspace.ts';

const packages = members('packages');

interface Exports {
  readonly all: readonly string[];
  readonly undocumented: readonly string[];
}

function exportsOf(program: ts.Program, path: string): Exports {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  const undocumented = symbols.filter((symbol) => {
    const origin = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
    return origin.getDocumentationComment(checker).length === 0;
  });
  return { all: symbols.map(({ name }) => name), undocumented: undocumented.map(({ name }) => name) };
}

function createProgram(paths: readonly string[], host?: ts.CompilerHost): ts.Program {
  const base = readJson<{ compilerOptions: object }>('tsconfig.base.json');
  const { options } = ts.convertCompilerOptionsFromJson(base.compilerOptions, ROOT);
  return ts.createProgram(paths, options, host);
}

describe('the exports', () => {
  const sources = packages.flatMap((member) => entriesOf(member).map(({ source }) => join(ROOT, source)));
  let program: ts.Program;
  beforeAll(() => {
    program = createProgram(sources);
  }, 60_000);

  it.each(packages)('of $shortName each have a comment', (member) => {
    const exports = entriesOf(member).map(({ name, source }) => ({ name, ...exportsOf(program, join(ROOT, source)) }));
    expect(exports.filter(({ all }) => all.length === 0)).toEqual([]);
    expect(exports.flatMap(({ name, undocumented }) => undocumented.map((symbol) => `${name} ${symbol}`))).toEqual([]);
  });
});

describe('exportsOf', () => {
  it('looks through re-exports for a missing comment', () => {
    const files = new Map([
      ['/entry.ts', "export { told, untold } from './origin.ts';\nexport type { Untold } from './origin.ts';"],
      ['/origin.ts', '/** Told. */\nexport const told = 1;\nexport const untold = 2;\nexport interface Untold {}'],
    ]);
    const host: ts.CompilerHost = {
      ...ts.createCompilerHost({}),
      fileExists: (path) => files.has(path),
      readFile: (path) => files.get(path),
      getSourceFile: (path, language) => {
        const text = files.get(path);
        return text === undefined ? undefined : ts.createSourceFile(path, text, language);
      },
    };
    expect(exportsOf(createProgram(['/entry.ts'], host), '/entry.ts')).toEqual({
      all: ['told', 'untold', 'Untold'],
      undocumented: ['untold', 'Untold'],
    });
  });
});
