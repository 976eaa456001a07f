/** The command line: reads words, has the work done elsewhere, prints. No secret, no code and no number in full. */
import { readFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import { findProvider, PROVIDERS } from './catalog/providers.ts';
import { describeConfig } from './describe/describe-config.ts';
import { askStore } from './doctor/ask-store.ts';
import { examine } from './doctor/examine.ts';
import type { Finding } from './doctor/finding.ts';
import { sendTestMessage } from './doctor/send-test-message.ts';
import { countOf, writeReport } from './doctor/write-report.ts';
import { writeEnvExample } from './documents/write-env-example.ts';
import type { Environment } from './settings/otp-settings.ts';

export interface CliContext {
  /** What stands behind the command. */
  readonly words: readonly string[];
  readonly environment: Environment;
  readonly nowMs: number;
  isInstalled(packageName: string): boolean;
  print(text: string): void;
  printError(text: string): void;
}

const HELP = `otp-config: settings of one-time passwords

Usage: otp-config check [options]      says what is wrong or weak; sends and connects to nothing by itself
       otp-config describe [options]   says what is set, without secrets
       otp-config env-example [name…]  prints a .env with every setting, or those of the providers named

  --env-file <path>  reads variables from a file, too; those of the environment go first
  --json             prints JSON
  --strict           check: warnings count as problems
  --connect          check: asks the store whether it answers
  --send <number>    check: sends a real message to a number such as +14155550123
  --help             this text

Exit code of check: 0 when nothing is wrong, 1 when something is; 2 for a command line that makes no sense.`;

const OPTIONS = {
  'env-file': { type: 'string' },
  json: { type: 'boolean' },
  strict: { type: 'boolean' },
  connect: { type: 'boolean' },
  send: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Something on the command line, or a file that it names. */
class UsageError extends Error {}

/** Resolves with the exit code. */
export async function runCli(context: CliContext): Promise<number> {
  try {
    return await run(context);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    context.printError(`otp-config ${error.message}. See otp-config --help.`);
    return 2;
  }
}

async function run(context: CliContext): Promise<number> {
  const { values, command, others } = readWords(context.words);
  if (values.help === true || command === undefined) {
    context.print(HELP);
    return values.help === true ? 0 : 2;
  }
  if (command === 'env-example') {
    context.print(writeEnvExample(others.length === 0 ? PROVIDERS : others.map(readProviderName)).trimEnd());
    return 0;
  }
  if (others.length > 0) throw new UsageError('takes one command');
  const environment = readEnvironmentOf(context, values['env-file']);
  if (command === 'check') return check({ ...context, environment }, values);
  const description = describeConfig(environment);
  context.print(values.json === true ? JSON.stringify({ ...description, text: undefined }, null, 2) : description.text);
  return 0;
}

type Values = ReturnType<typeof readWords>['values'];

async function check(context: CliContext, values: Values): Promise<number> {
  const { facts, findings: examined } = await examine(context);
  const findings: Finding[] = [...examined];
  const isSound = facts.reading.problems.all.length === 0;
  if (values.connect === true && isSound) findings.push(await askStore(facts));
  if (values.send !== undefined && isSound) findings.push(await sendTestMessage(context.environment, values.send));
  const problems = countOf(findings, 'problem');
  const warnings = countOf(findings, 'warning');
  const isWell = problems + (values.strict === true ? warnings : 0) === 0;
  context.print(
    values.json === true
      ? JSON.stringify({ ok: isWell, problems, warnings, findings }, null, 2)
      : writeReport(findings),
  );
  return isWell ? 0 : 1;
}

function readWords(words: readonly string[]) {
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options: OPTIONS,
    // Not strict: what `parseArgs` refuses it repeats, a number that was meant for --send, too.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(OPTIONS, token.name) ? OPTIONS[token.name as keyof typeof OPTIONS] : undefined;
    if (option === undefined) throw new UsageError('was given an option that it does not know');
    const hasValue = token.value !== undefined && token.value !== '';
    if (hasValue !== (option.type === 'string')) {
      throw new UsageError(hasValue ? `takes no value for --${token.name}` : `needs a value for --${token.name}`);
    }
  }
  const [command, ...others] = positionals;
  if (command !== undefined && command !== 'check' && command !== 'describe' && command !== 'env-example') {
    throw new UsageError('knows the commands check, describe and env-example');
  }
  // Each has the type that its option says, as was just checked.
  return { values: values as { [Name in keyof typeof OPTIONS]?: ValueOf<Name> }, command, others };
}

type ValueOf<Name extends keyof typeof OPTIONS> = (typeof OPTIONS)[Name]['type'] extends 'string' ? string : boolean;

function readEnvironmentOf({ environment }: CliContext, path: string | undefined): Environment {
  if (path === undefined) return environment;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError('cannot read the file of --env-file');
  }
  return { ...parseEnv(text), ...environment };
}

function readProviderName(name: string) {
  const entry = findProvider(name);
  if (entry === undefined) throw new UsageError(`knows the providers ${PROVIDERS.map((each) => each.name).join(', ')}`);
  return entry;
}
