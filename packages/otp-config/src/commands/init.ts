/** Adds verification to the app in a folder. It writes new files and touches no other: what has to be pasted is printed. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { didYouMean, nearestWord } from '@countersign/otp-core/settings';
import { FRAMEWORK_NAMES, FRAMEWORKS, LANGUAGE_NAMES } from '../init/app-framework.ts';
import { type InitPlan, type NewFile, planInit } from '../init/plan-init.ts';
import { type AppFacts, readApp } from '../init/read-app.ts';
import { type CliContext, EXIT_CODES, type ExitCode } from './cli-context.ts';
import { readProviderName } from './env-example.ts';
import type { Values } from './read-words.ts';
import { UsageError } from './usage-error.ts';

export function init(context: CliContext, values: Values): ExitCode {
  const provider = readProviderName(values.provider ?? 'inbox');
  const chosen = {
    ...(values.framework === undefined ? {} : { framework: readName('framework', values.framework, FRAMEWORK_NAMES) }),
    ...(values.language === undefined ? {} : { language: readName('language', values.language, LANGUAGE_NAMES) }),
  };
  const reading = readApp(context.folder);
  if (reading.status === 'unreadable') return failed(context, reading.reason);
  const app: AppFacts = { ...reading.app, ...chosen };
  const { title } = FRAMEWORKS[app.framework];
  const plan = planInit(app, provider);
  if (plan === null)
    throw new UsageError(`init has no files for ${title} in ${app.language}: choose another --language`);
  const taken = plan.files.filter(({ path }) => existsSync(join(context.folder, path)));
  if (taken.length > 0) {
    return failed(context, `wrote nothing, as it overwrites nothing: ${listOf(taken)} is there already`);
  }
  const found = `${title}, ${app.language}${values.framework === undefined ? '; --framework and --language say otherwise' : ''}`;
  if (values['dry-run'] === true) {
    context.print(
      `This app: ${found}\n\n${plan.files.map(show).join('\n\n')}\n\n${describeSteps(plan)}\n\nNothing was written.`,
    );
    return EXIT_CODES.done;
  }
  const problem = write(context.folder, plan.files);
  if (problem !== null) return failed(context, problem);
  context.print(
    `This app: ${found}\nWrote ${listOf(plan.files)}. No other file was touched.\n\n${describeSteps(plan)}`,
  );
  return EXIT_CODES.done;
}

/** `null`: all are written. */
function write(folder: string, files: readonly NewFile[]): string | null {
  const written: NewFile[] = [];
  for (const file of files) {
    const target = join(folder, file.path);
    try {
      mkdirSync(dirname(target), { recursive: true });
      // Whoever was quicker keeps their file.
      writeFileSync(target, file.content, { flag: 'wx' });
      written.push(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const before = written.length === 0 ? '' : `, after it wrote ${listOf(written)}`;
      return `could not write ${file.path}: the system says ${String(code)}${before}`;
    }
  }
  return null;
}

function show({ path, content }: NewFile): string {
  return `--- ${path}\n${content.trimEnd()}`;
}

function describeSteps({ steps }: InitPlan): string {
  return steps
    .map(({ what, lines }, index) => {
      const text = lines.map((line) => (line === '' ? '' : `     ${line}`)).join('\n');
      return `  ${index + 1}. ${what}${lines.length === 0 ? '' : `:\n\n${text}\n`}`;
    })
    .join('\n')
    .trimEnd();
}

function listOf(files: readonly NewFile[]): string {
  return files.map(({ path }) => path).join(', ');
}

function readName<Name extends string>(what: string, given: string, known: readonly Name[]): Name {
  const name = known.find((each) => each === given);
  if (name !== undefined) return name;
  const hint = didYouMean(nearestWord(given, known));
  throw new UsageError(`does not know that ${what}${hint === null ? '.' : `: ${hint}`} Known are ${known.join(', ')}`);
}

function failed({ printError }: CliContext, what: string): ExitCode {
  printError(`otp-config init ${what}.`);
  return EXIT_CODES.failed;
}
