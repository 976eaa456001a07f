/** How large the packages are and who imports whom, as `pnpm packages` prints it and the tests bound it. */
import { levelOf } from './house.ts';
import { isRelative, packageOf, readImports, resolveRelative } from './imports.ts';
import { isTest, members, readText, sourceFiles } from './workspace.ts';

/** One package, its sources counted without tests, what helps them, and presets. */
export interface PackageSize {
  readonly shortName: string;
  readonly level: number | undefined;
  readonly files: number;
  readonly lines: number;
  /** Lines of its longest file. */
  readonly longest: number;
  /** Packages of ours, by their short names. */
  readonly imports: readonly string[];
  readonly importedBy: readonly string[];
}

/** From the ground up. */
export function listPackages(): readonly PackageSize[] {
  const packages = members('packages').map(({ shortName, folder }) => {
    const files = ownSources(folder);
    const lengths = files.map(linesOf);
    const imports = new Set(files.flatMap((path) => readImports(path).imports.map(packageOf)).flatMap(shortNameOf));
    const lines = lengths.reduce((sum, length) => sum + length, 0);
    return { shortName, level: levelOf(shortName), files: files.length, lines, longest: Math.max(...lengths), imports };
  });
  return packages
    .map(({ imports, ...size }) => ({
      ...size,
      imports: [...imports].sort(),
      importedBy: packages.filter((each) => each.imports.has(size.shortName)).map(({ shortName }) => shortName),
    }))
    .sort((one, other) => (one.level ?? 0) - (other.level ?? 0) || one.shortName.localeCompare(other.shortName));
}

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

function shortNameOf(name: string): string[] {
  return name.startsWith('@countersign/') ? [name.slice('@countersign/'.length)] : [];
}
