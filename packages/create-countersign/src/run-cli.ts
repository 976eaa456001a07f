/** The command: reads words, asks for what is missing, writes the app, says what to do next. */
import { relative } from 'node:path';
import { HELP, readWords, type Words } from './command-line.ts';
import { createApp } from './create-app.ts';
import { CHOICES, type ChoiceName, type CreateOptions } from './create-options.ts';
import type { CreateResult } from './create-result.ts';

export interface CliContext {
  /** What stands behind the command. */
  readonly words: readonly string[];
  /** Of this package. */
  readonly version: string;
  /** How packages are installed here: `npm`, `pnpm`, `yarn`, `bun`. */
  readonly packageManager: string;
  /** `null`: nobody is there to answer. The questions resolve with `null` where somebody gave up. */
  readonly ask: ((words: Words) => Promise<CreateOptions | null>) | null;
  print(text: string): void;
  printError(text: string): void;
}

const EXIT_CODES = { written: 0, refused: 1, misused: 2, cancelled: 130 } as const;

/** Resolves with the exit code. */
export async function runCli(context: CliContext): Promise<number> {
  const reading = readWords(context.words);
  if (!reading.ok) return misused(context, reading.message);
  const { words } = reading;
  if (words.version === true) {
    context.print(context.version);
    return EXIT_CODES.written;
  }
  if (words.help === true) {
    context.print(HELP);
    return EXIT_CODES.written;
  }
  const options = await optionsOf(words, context);
  switch (options) {
    case 'cancelled':
      context.printError('Nothing was written.');
      return EXIT_CODES.cancelled;
    case 'nobody-to-ask':
      return misused(context, 'is not in a terminal and cannot ask: name a folder, and each option or --yes');
  }
  const result = createApp(options);
  if (result.ok) {
    context.print(describe(result, context.packageManager));
    return EXIT_CODES.written;
  }
  context.printError(`create-countersign wrote no app. ${result.message}`);
  return isMisuse(result.reason) ? EXIT_CODES.misused : EXIT_CODES.refused;
}

async function optionsOf(words: Words, { ask }: CliContext): Promise<CreateOptions | 'cancelled' | 'nobody-to-ask'> {
  const isComplete =
    words.yes === true || (Object.keys(CHOICES) as ChoiceName[]).every((choice) => words[choice] !== undefined);
  if (isComplete && words.folder !== undefined) {
    const { framework, provider, store, language, packages, folder } = words;
    // `createApp` looks at each: they may be anything.
    return { folder, framework, provider, store, language, packages } as CreateOptions;
  }
  if (ask === null || words.yes === true) return 'nobody-to-ask';
  return (await ask(words)) ?? 'cancelled';
}

function describe({ folder, files }: Extract<CreateResult, { readonly ok: true }>, packageManager: string): string {
  const path = relative(process.cwd(), folder);
  const run = packageManager === 'npm' ? 'npm run' : packageManager;
  const steps = [...(path === '' ? [] : [`cd ${quoted(path)}`]), `${packageManager} install`, `${run} dev`];
  return `Wrote ${files.length} files to ${path === '' ? 'this folder' : path}. Next:\n\n${steps.map((step) => `  ${step}`).join('\n')}\n
Then open http://localhost:3000, and read the code at http://localhost:4025.`;
}

/** To be pasted into a shell, of Windows as well. */
function quoted(path: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(path) ? path : `"${path}"`;
}

function isMisuse(reason: Extract<CreateResult, { readonly ok: false }>['reason']): boolean {
  switch (reason) {
    case 'unknown-value':
    case 'unsupported-combination':
    case 'missing-tarball':
      return true;
    case 'folder-not-empty':
    case 'not-a-folder':
    case 'unusable-folder':
    case 'cannot-write':
      return false;
  }
}

function misused({ printError }: CliContext, what: string): number {
  printError(`create-countersign ${what}${what.endsWith('?') ? '' : '.'} See create-countersign --help.`);
  return EXIT_CODES.misused;
}
