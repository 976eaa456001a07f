/** What a file imports, found by the compiler's own scanner rather than by a pattern. */
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { readText } from './workspace.ts';

/** A source file and the module names it imports, re-exports or requires, types included. */
export interface ImportingFile {
  /** Relative to the root. */
  readonly path: string;
  readonly imports: readonly string[];
}

/** By path: a file is asked about by every entry that reaches it, and by several tests of a process. */
const known = new Map<string, ImportingFile>();

export function readImports(path: string): ImportingFile {
  const file = known.get(path) ?? { path, imports: importsIn(readText(path)) };
  known.set(path, file);
  return file;
}

export function importsIn(source: string): string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map((file) => file.fileName);
}

export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

/** Where a relative import leads, relative to the root. */
export function resolveRelative(file: ImportingFile, specifier: string): string {
  return join(dirname(file.path), specifier);
}

/** The package of a bare import: `@scope/name` of `@scope/name/door`. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Every file that can be reached from an entry by relative imports. */
export function reachableFrom(entry: string): ImportingFile[] {
  const seen = new Map<string, ImportingFile>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    const file = readImports(path);
    seen.set(path, file);
    for (const specifier of file.imports.filter(isRelative)) visit(resolveRelative(file, specifier));
  };
  visit(entry);
  return [...seen.values()];
}
