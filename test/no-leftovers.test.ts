/** Nothing that was meant to be temporary stays in the sources. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isTest, readText, sourceFiles } from './support/workspace.ts';

/** Notes to a compiler or to oneself. The patterns are written so that they do not find themselves. */
const NOTES: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'a note of what is missing', pattern: /\b(?:TOD[O]|FIXM[E]|XX[X])\b/ },
  { name: 'a silenced compiler', pattern: /@ts-(?:ignor[e]|nochec[k])\b/ },
];

/** Ways to leave a test out, or to leave the others out. */
const LEFT_OUT = new Set(['only', 'skip', 'todo', 'skipIf', 'runIf']);
const TEST_FUNCTION = /^(?:it|test|describe|suite)\b/;

/** Programs may print, and what apps are made of; libraries may not. */
const PRINTS = new Set(['log', 'debug', 'info']);
const PROGRAMS = /^(?:apps|scripts)\/|^packages\/[^/]+\/(?:templates|init)\/|\/cli\.ts$/;

function leftoversIn(path: string, source: string): string[] {
  const notes = source
    .split('\n')
    .flatMap((line, index) =>
      NOTES.filter(({ pattern }) => pattern.test(line)).map(({ name }) => `${path}:${index + 1} ${name}`),
    );
  return [...notes, ...leftoversInSyntax(path, source)];
}

const WITHOUT_COMMENTS = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
} as const;

/** Most files name none of it anywhere, and need no parser. */
const WORTH_PARSING = new RegExp(`\\bany\\b|\\.\\s*(?:${[...LEFT_OUT, ...PRINTS].join('|')})\\b`);

/** By the parser: an example in a comment prints, and a comment may say that any number will do. */
function leftoversInSyntax(path: string, source: string): string[] {
  if (!WORTH_PARSING.test(source)) return [];
  const file = ts.createSourceFile(path, source, WITHOUT_COMMENTS);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const name = leftoverOf(node, file);
    if (name !== undefined) {
      found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1} ${name}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function leftoverOf(node: ts.Node, file: ts.SourceFile): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'the type any';
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const { name, expression } = node;
  if (LEFT_OUT.has(name.text) && TEST_FUNCTION.test(expression.getText(file))) return 'a test that is left out';
  const isPrint = PRINTS.has(name.text) && ts.isIdentifier(expression) && expression.text === 'console';
  return isPrint && !PROGRAMS.test(file.fileName) ? 'a print' : undefined;
}

describe('the sources', () => {
  const files = ['packages', 'apps', 'scripts', 'test'].flatMap(sourceFiles);

  it('hold no leftovers', () => {
    expect(files.filter((path) => !isTest(path))).not.toEqual([]);
    expect(files.flatMap((path) => leftoversIn(path, readText(path)))).toEqual([]);
  });
});

describe('leftoversIn', () => {
  it.each([
    ['it', '.', 'only("works", () => {});'],
    ['describe.concurrent', '.', 'skip("works", () => {});'],
    ['// TO', '', 'DO: later'],
    ['// @ts', '-', 'ignore'],
    ['console', '.', 'log(1);'],
    ['const a: ', '', 'any = 1;'],
    ['f(b as ', '', 'any);'],
  ])('finds %s%s%s', (...parts) => {
    expect(leftoversIn('packages/made-up/src/index.ts', `\n${parts.join('')}`)).toEqual([
      expect.stringContaining('packages/made-up/src/index.ts:2 '),
    ]);
  });

  it('lets comments, names and programs be', () => {
    expect(leftoversIn('packages/made-up/src/index.ts', '// range: any number\nconst skip = todo.only;')).toEqual([]);
    expect(leftoversIn('apps/made-up/src/server.ts', 'console.log(address);')).toEqual([]);
  });
});
