/** Declarations as a strict consumer reads them: `skipLibCheck: false`, and nothing installed but what a package depends on. */
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { installMinimal } from './support/minimal-install.ts';
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
    const isToldHere = (problem: string) => required.length === 0 || problem.startsWith(app.folder);
    expect(problemsOf([file, commonJs], app.folder).filter(isToldHere)).toEqual([]);
  });
});

function problemsOf(files: readonly string[], folder: string): readonly string[] {
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
  const program = ts.createProgram(files, options);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
