/** How large the packages are, and whether their files import in circles. */
import { isRelative, readImports, resolveRelative } from './imports.ts';
import { isTest, readText, sourceFiles } from './workspace.ts';

/** What is written for users, relative to the root. */
export function ownSources(folder: string): string[] {
  return sourceFiles(`${folder}/src`).filter(
    (path) => !isTest(path) && !/\/(?:test-support|presets)\/|\/test-/.test(path),
  );
}

export function linesOf(path: string): number {
  return readText(path).split('\n').length - 1;
}

/** The first circle of relative imports among these files, types included; `null` where there is none. */
export function findCircle(paths: readonly string[]): readonly string[] | null {
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (finished.has(path)) return null;
    const file = readImports(path);
    for (const specifier of file.imports.filter(isRelative)) {
      const circle = visit(resolveRelative(file, specifier), [...trail, path]);
      if (circle !== null) return circle;
    }
    finished.add(path);
    return null;
  };
  for (const path of paths) {
    const circle = visit(path, []);
    if (circle !== null) return circle;
  }
  return null;
}
