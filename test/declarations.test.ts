/** Declarations as a strict consumer reads them: `skipLibCheck: false`, and nothing installed but what a package depends on. */
import { dirname, join } from 'node:path';
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
    // By their endings, one of each kind: each reads declarations of its own.
    const file = app.write('app.mts', `import * as everything from '${name}';\nexport { everything };\n`);
    const commonJs = app.write('app.cts', `import everything = require('${name}');\nexport = everything;\n`);
    // What is linked stands elsewhere: the declarations of such a library are its own affair, ours are in the app.
    const judged = required.length === 0 ? '' : app.folder;
    const { problems, skipped } = problemsOf([file, commonJs], app.folder, judged);
    expect(problems).toEqual([]);
    expect(skipped.filter((path) => path.startsWith(app.folder))).toEqual([]);
  });
});

/** What is wrong in all files but those that are skipped, whatever it is. */
interface Judgement {
  readonly problems: readonly string[];
  /** By their paths alone. Ours, and the app's, are never among them. */
  readonly skipped: readonly string[];
}

/** @param judged the folder whose files are, or `''` for all of them */
function problemsOf(files: readonly string[], folder: string, judged: string): Judgement {
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
  const host = hostSharingLibraries(options);
  const program = ts.createProgram(files, options, host);
  const platform = [`${host.getDefaultLibLocation?.() ?? dirname(host.getDefaultLibFileName(options))}/`, ...PLATFORM];
  const ours = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
  // What one of ours adds to the platform's own declarations can be wrong there and nowhere else.
  const isAddedTo = ours.some(({ text }) => /\bdeclare\s+(?:global|module)\b/.test(text));
  const isSkipped = ({ fileName }: ts.SourceFile) =>
    !fileName.startsWith(judged) || (!isAddedTo && platform.some((path) => fileName.includes(path)));
  const [skipped, read] = [true, false].map((isWanted) =>
    program.getSourceFiles().filter((file) => isSkipped(file) === isWanted),
  ) as [ts.SourceFile[], ts.SourceFile[]];
  const found = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...read.flatMap((file) => ts.getPreEmitDiagnostics(program, file)),
  ];
  return {
    problems: found.map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    ),
    skipped: skipped.map(({ fileName }) => fileName),
  };
}

/** Node's own declarations, beside the language's: the same for all entries, and two thirds of the work. */
const PLATFORM = ['/node_modules/@types/node/', '/node_modules/undici-types/'];
