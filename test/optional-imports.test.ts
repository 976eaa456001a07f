/**
 * What an app may not have installed is imported so that a bundler can tell: directly in a `try`, with a name that can be
 * read. esbuild, webpack and Turbopack then take in what is there and build without what is not.
 */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { packageOf, reachableFrom } from './support/imports.ts';
import { entriesOf, members, readText } from './support/workspace.ts';

/** Dynamic imports of a source, and whether each is the direct business of a `try`. */
function dynamicImports(source: string): { readonly name: string | null; readonly isInTry: boolean }[] {
  const found: { name: string | null; isInTry: boolean }[] = [];
  const visit = (node: ts.Node, isInTry: boolean): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      found.push({ name: argument !== undefined && ts.isStringLiteral(argument) ? argument.text : null, isInTry });
    }
    if (ts.isTryStatement(node)) {
      visit(node.tryBlock, node.catchClause !== undefined);
      for (const part of [node.catchClause, node.finallyBlock]) if (part !== undefined) visit(part, isInTry);
      return;
    }
    ts.forEachChild(node, (child) => visit(child, ts.isFunctionLike(node) ? false : isInTry));
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true), false);
  return found;
}

describe.each(members('packages'))('$folder', (member) => {
  const { peerDependenciesMeta = {} } = member.manifest;
  const files = new Set(entriesOf(member).flatMap(({ source }) => reachableFrom(source).map(({ path }) => path)));

  it('imports optional packages within a try, and by a name that can be read', () => {
    const faults = [...files].flatMap((path) =>
      dynamicImports(readText(path)).flatMap(({ name, isInTry }) => {
        if (name === null) return [`${path}: a name that is made up when it runs`];
        const isOptional = peerDependenciesMeta[packageOf(name)]?.optional === true;
        return isOptional && !isInTry ? [`${path}: ${name}`] : [];
      }),
    );
    expect(faults).toEqual([]);
  });
});

describe('dynamicImports', () => {
  it.each([
    ["try { await import('a'); } catch {}", true],
    ["async () => { try { return (await import('a')).b; } catch (error) { return { error }; } }", true],
    ["try { f(() => import('a')); } catch {}", false],
    ["try { g(); } catch { await import('a'); }", false],
    ["try { await import('a'); } finally {}", false],
    ["import('a').catch(() => null)", false],
  ])('sees in %s whether a bundler would know', (source, isInTry) => {
    expect(dynamicImports(source)).toEqual([{ name: 'a', isInTry }]);
  });

  it('sees a name that is no text', () => {
    expect(dynamicImports('import(name)')).toEqual([{ name: null, isInTry: false }]);
  });
});
