/** Declarations as a strict consumer reads them: `skipLibCheck: false`, and nothing installed but what a package depends on. */
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { installMinimal } from './support/minimal-install.ts';
import { hostSharingLibraries } from './support/type-programs.ts';
import { entriesOf, members, readJson } from './support/workspace.ts';

/** Which entries are for users of a library, and so need its types. */
const NEEDS_TYPES: Readonly<Record<string, string>> = { '@countersign/otp-web/express': '@types/express' };

/** Which entries stand on another package of ours, which their users therefore have. */
const NEEDS_PACKAGES: Readonly<Record<string, readonly string[]>> = { '@countersign/otp-hooks/env': ['otp-config'] };

describe.each(members('packages'))('$folder', (member) => {
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = member.manifest;
  // What everybody has who has the package: a plug-in stands on the library that it is plugged into.
  const required = Object.keys(peerDependencies).filter(
    (name) => peerDependenciesMeta[name]?.optional !== true && !name.startsWith('@countersign/'),
  );
  const own = Object.keys({ ...dependencies, ...peerDependencies })
    .filter((name) => name === '@countersign/otp-core')
    .map((name) => name.replace('@countersign/', ''));

  it.each(entriesOf(member))('declares $name without types of what may not be installed', ({ name }) => {
    const needed = NEEDS_TYPES[name] === undefined ? {} : { [NEEDS_TYPES[name]]: member.shortName };
    const libraries = [...Object.keys(dependencies), ...required].filter((each) => !each.startsWith('@countersign/'));
    const app = installMinimal([...new Set([member.shortName, ...own, ...(NEEDS_PACKAGES[name] ?? [])])], {
      '@types/node': '..',
      ...Object.fromEntries(libraries.map((each) => [each, member.shortName])),
      ...needed,
    });
    const file = app.write('app.ts', `import * as everything from '${name}';\nexport { everything };\n`);
    const commonJs = app.write('app.cts', `import everything = require('${name}');\nexport = everything;\n`);
    // What is linked stands elsewhere: the declarations of such a library are its own affair, ours are in the app.
    const judged = required.length === 0 ? '' : app.folder;
    expect(problemsOf([file, commonJs], app.folder, judged)).toEqual([]);
  });
});

/** @param judged the folder whose files are, or `''` for all of them */
function problemsOf(files: readonly string[], folder: string, judged: string): readonly string[] {
  const { compilerOptions } = readJson<{ compilerOptions: object }>('tsconfig.base.json');
  const strict = {
    ...compilerOptions,
    skipLibCheck: false,
    verbatimModuleSyntax: false,
    noUnusedLocals: false,
    erasableSyntaxOnly: false,
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...strict, typeRoots: [join(folder, 'node_modules/@types')] },
    folder,
  );
  const program = ts.createProgram(files, options, hostSharingLibraries(options));
  return [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program
      .getSourceFiles()
      .filter((file) => file.fileName.startsWith(judged) && !isOfThePlatform(program, file))
      .flatMap((file) => ts.getPreEmitDiagnostics(program, file)),
  ].map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

/** The language's and Node's own declarations: the same for all entries, and two thirds of the work. */
function isOfThePlatform(program: ts.Program, file: ts.SourceFile): boolean {
  return (
    program.isSourceFileDefaultLibrary(file) || /\/node_modules\/(?:@types\/node|undici-types)\//.test(file.fileName)
  );
}
