/** The `@example` blocks of the packages' comments as programs, with the imports that an editor would add. */
import { join } from 'node:path';
import ts from 'typescript';
import { hostSharingLibraries } from './type-programs.ts';
import { entriesOf, isTest, members, ROOT, readJson, readText, sourceFiles } from './workspace.ts';

export interface DocumentedExample {
  /** File and line. */
  readonly id: string;
  /** Of its package. */
  readonly folder: string;
  /** Its file, whose exports it can always name. */
  readonly path: string;
  readonly code: string;
}

export function documentedExamples(): readonly DocumentedExample[] {
  return members('packages').flatMap(({ folder }) =>
    sourceFiles(`${folder}/src`)
      .filter((path) => !isTest(path))
      .flatMap((path) =>
        examplesIn(readText(path)).map(({ line, code }) => ({ id: `${path}:${line}`, folder, path, code })),
      ),
  );
}

/** What stands behind `@example` until the next tag or the end of the comment, without a fence. */
export function examplesIn(source: string): ReadonlyArray<{ readonly line: number; readonly code: string }> {
  const lines = source.split('\n');
  return lines.flatMap((text, index) => {
    if (!/^\s*\* @example\s*$/.test(text)) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((each) => /\*\/|^\s*\* @[a-zA-Z]/.test(each));
    const code = rest.slice(0, end).map((each) => each.replace(/^\s*\* ?/, ''));
    return [{ line: index + 2, code: code.filter((each) => !each.startsWith('```')).join('\n') }];
  });
}

/**
 * All type errors, each behind the file and line of its example. What an example takes from the application around it stands
 * in `example-surroundings.d.ts`.
 */
export function typeErrorsOfExamples(examples: readonly DocumentedExample[]): readonly string[] {
  const entries = members('packages').flatMap((member) =>
    entriesOf(member).map(({ name, source }) => ({ name, folder: member.folder, path: source })),
  );
  const options = compilerOptions(Object.fromEntries(entries.map(({ name, path }) => [name, [join(ROOT, path)]])));
  const ownFiles = examples.map(({ path, folder }) => ({ name: `./${path}`, folder, path }));
  const modules = [...ownFiles, ...entries];
  const sources = ts.createProgram(
    [SURROUNDINGS, ...modules.map(({ path }) => join(ROOT, path))],
    options,
    hostSharingLibraries(options),
  );
  const exported = modules.flatMap((module) =>
    exportsOf(sources, join(ROOT, module.path)).map((name) => ({ ...module, export: name })),
  );
  const files = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const [index, { id, folder, path: ownPath, code }] of examples.entries()) {
    const path = join(ROOT, `example-${index}.ts`);
    const nearness = (each: { readonly folder: string; readonly name: string }): number =>
      each.name === `./${ownPath}` ? 0 : each.name.startsWith('./') ? 3 : each.folder === folder ? 1 : 2;
    const nearestFirst = exported.filter((each) => nearness(each) < 3).toSorted((a, b) => nearness(a) - nearness(b));
    files.set(path, `${importsFor(code, nearestFirst)}${inItsFunction(code)}\nexport {};\n`);
    ids.set(path, id);
  }
  const program = ts.createProgram([SURROUNDINGS, ...files.keys()], options, hostWith(files, options), sources);
  return [...ids].flatMap(([path, id]) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText }) => `${id} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
  );
}

const SURROUNDINGS = join(ROOT, 'test/support/example-surroundings.d.ts');

function compilerOptions(paths: Record<string, string[]>): ts.CompilerOptions {
  const base = readJson<{ compilerOptions: object }>('tsconfig.base.json');
  const { options } = ts.convertCompilerOptionsFromJson(base.compilerOptions, ROOT);
  // An example shows a value without doing anything with it.
  return {
    ...options,
    paths,
    moduleDetection: ts.ModuleDetectionKind.Force,
    noUnusedLocals: false,
    noImplicitReturns: false,
    verbatimModuleSyntax: false,
  };
}

function exportsOf(program: ts.Program, path: string): readonly string[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  return module === undefined ? [] : checker.getExportsOfModule(module).map(({ name }) => name);
}

interface Exported {
  readonly name: string;
  readonly export: string;
}

/** A `return` says that the lines stand in a function, such as a route. */
function inItsFunction(code: string): string {
  return /(?:^|[ )])return\b/m.test(code) && !/^(?:import|export) /m.test(code)
    ? `export async function example() { ${code}\n}`
    : code;
}

/** On one line, so that lines stay what they are. */
function importsFor(code: string, exported: readonly Exported[]): string {
  const used = new Set(code.match(/(?<!(?<!\.\.)\.|[\w'"@/-])[A-Za-z_]\w*/g));
  const declared = new Set(
    [...code.matchAll(/(?:const|let|function|class|interface|type) (\w+)/g)].map(([, name]) => name),
  );
  const imported = new Set(
    [...code.matchAll(/import (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []),
  );
  const from = new Map<string, string>();
  for (const { name, export: each } of exported) {
    if (used.has(each) && !declared.has(each) && !imported.has(each) && !from.has(each)) from.set(each, name);
  }
  return [...from].map(([each, name]) => `import { ${each} } from '${name}'; `).join('');
}

function hostWith(files: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = hostSharingLibraries(options);
  return {
    ...host,
    fileExists: (path) => files.has(path) || host.fileExists(path),
    readFile: (path) => files.get(path) ?? host.readFile(path),
    getSourceFile: (path, language, ...others) => {
      const text = files.get(path);
      return text === undefined
        ? host.getSourceFile(path, language, ...others)
        : ts.createSourceFile(path, text, language);
    },
  };
}
