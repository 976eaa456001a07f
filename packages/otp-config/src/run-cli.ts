/** The command line: reads words, has the work done elsewhere, prints. No secret, no code and no number in full. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findProvider } from './catalog/providers.ts';
import { describeConfig } from './describe/describe-config.ts';
import { askStore } from './doctor/ask-store.ts';
import { examine } from './doctor/examine.ts';
import type { Finding } from './doctor/finding.ts';
import { sendTestMessage } from './doctor/send-test-message.ts';
import { countOf, writeReport } from './doctor/write-report.ts';
import { writeEnvExample } from './documents/write-env-example.ts';
import { adviseProvider } from './environment/advise-provider.ts';
import { readEnvFile } from './environment/read-env-file.ts';
import type { Environment } from './settings/otp-settings.ts';

export interface CliContext {
  /** What stands behind the command. */
  readonly words: readonly string[];
  readonly environment: Environment;
  readonly nowMs: number;
  /** Of this package. */
  readonly version: string;
  isInstalled(packageName: string): boolean;
  print(text: string): void;
  printError(text: string): void;
}

const HELP = `otp-config: settings of one-time passwords

Usage: otp-config check [options]      says what is wrong or weak; sends and connects to nothing by itself
       otp-config describe [options]   says what is set, without secrets
       otp-config env-example [name…]  prints a .env with every setting, or one for the providers named

  --file <path>       reads variables from a file, too; those of the environment go first
  --env-file <path>   the same; but Node takes this option for its own, and ends where there is no such file
  --app-variables <names>
                      variables that begin with OTP_ and that your app reads itself, separated by commas
  --json              prints JSON
  --strict            check: warnings count as problems
  --connect           check: asks the store whether it answers
  --send <number>     check: sends a real message to a number such as +14155550123
  --out <path>        env-example: writes this file, which only you may read
  --overwrite         env-example: where there is such a file already
  --help, --version   this text; which version this is

Exit code of check: 0 when nothing is wrong, 1 when something is; 2 for a command line that makes no sense.`;

const OPTIONS = {
  file: { type: 'string' },
  'env-file': { type: 'string' },
  'app-variables': { type: 'string' },
  json: { type: 'boolean' },
  strict: { type: 'boolean' },
  connect: { type: 'boolean' },
  send: { type: 'string' },
  out: { type: 'string' },
  overwrite: { type: 'boolean' },
  version: { type: 'boolean' },
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
  if (values.version === true) {
    context.print(context.version);
    return 0;
  }
  if (values.help === true || command === undefined) {
    context.print(HELP);
    return values.help === true ? 0 : 2;
  }
  if (command === 'env-example') {
    giveEnvExample(context, writeEnvExample(others.map(readProviderName)), values);
    return 0;
  }
  if (others.length > 0) throw new UsageError('takes one command');
  const environment = readEnvironmentOf(context, values);
  const appVariables = (values['app-variables'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (command === 'check') return check({ ...context, environment, appVariables }, values);
  const description = describeConfig(environment, { appVariables });
  context.print(values.json === true ? JSON.stringify({ ...description, text: undefined }, null, 2) : description.text);
  return 0;
}

type Values = ReturnType<typeof readWords>['values'];

interface CheckContext extends CliContext {
  readonly appVariables: readonly string[];
}

async function check(context: CheckContext, values: Values): Promise<number> {
  const { facts, findings: examined } = await examine(context);
  const findings: Finding[] = [...examined];
  const isSound = facts.reading.problems.all.length === 0;
  if (values.connect === true && isSound) findings.push(await askStore(facts));
  if (values.send !== undefined && isSound) findings.push(await sendTestMessage(context, values.send));
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

function readEnvironmentOf({ environment }: CliContext, values: Values): Environment {
  const { file, 'env-file': envFile } = values;
  if (file !== undefined && envFile !== undefined) throw new UsageError('takes --file or --env-file, not both');
  const path = file ?? envFile;
  if (path === undefined) return environment;
  const reading = readEnvFile(path);
  if (reading.status === 'unreadable') {
    throw new UsageError(`cannot read the file of --${file === undefined ? 'env-file' : 'file'}: ${reading.reason}`);
  }
  return { ...reading.variables, ...environment };
}

/** Secrets will stand in it. */
function giveEnvExample({ print }: CliContext, text: string, { out, overwrite }: Values): void {
  if (out === undefined) {
    print(text.trimEnd());
    return;
  }
  try {
    writeFileSync(out, text, { mode: 0o600, flag: overwrite === true ? 'w' : 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EEXIST' ? 'it is there already, and --overwrite replaces it' : `the system says ${code}`;
    throw new UsageError(`did not write the file of --out: ${reason}`);
  }
  print(`Written: ${out}`);
}

function readProviderName(name: string) {
  const entry = findProvider(name);
  if (entry === undefined) throw new UsageError(`was given a word that ${adviseProvider(name)}`);
  return entry;
}
