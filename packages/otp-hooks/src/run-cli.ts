/** The command line: reads words, has the work done elsewhere, prints. No secret, no code and no number. */
import { readFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import type { Environment } from '@countersign/otp-config';
import { examineSendHook, type HookFinding } from './env/examine-send-hook.ts';
import { writeHookEnvExample } from './env/write-hook-env-example.ts';

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

const HELP = `otp-hooks: receives the codes of auth platforms

Usage: otp-hooks <command> [options]

Commands:
  check               says what is wrong or weak; sends and connects to nothing
  env-example         prints a .env with every setting of a hook

Options:
  --env-file <path>   reads variables from a file, too; the environment wins if both have one
  --json              check: prints JSON
  --strict            check: warnings count as problems
  --help, --version   this text; which version this is

Exit codes:
  0  done; check found nothing wrong
  1  check found a problem, or a warning with --strict
  2  the command line is wrong, or the file cannot be read`;

const OPTIONS = {
  'env-file': { type: 'string' },
  json: { type: 'boolean' },
  strict: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

/** Resolves with the exit code. */
export async function runCli(context: CliContext): Promise<number> {
  const read = readWords(context.words);
  if (read === null) return misused(context, 'was given words that it does not know');
  const { values, command } = read;
  if (values.version === true) {
    context.print(context.version);
    return 0;
  }
  if (values.help === true || command === undefined) {
    context.print(HELP);
    return values.help === true ? 0 : 2;
  }
  if (command === 'env-example') {
    context.print(writeHookEnvExample().trimEnd());
    return 0;
  }
  if (command !== 'check') return misused(context, 'knows the commands check and env-example');
  const environment = readEnvironmentOf(context.environment, values['env-file']);
  if (environment === null) return misused(context, 'cannot read the file of --env-file');
  const findings = await examineSendHook({ ...context, environment });
  const count = (level: HookFinding['level']) => findings.filter((each) => each.level === level).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const isWell = problems + (values.strict === true ? warnings : 0) === 0;
  const report = { ok: isWell, problems, warnings, findings };
  context.print(values.json === true ? JSON.stringify(report, null, 2) : writeReport(findings, problems, warnings));
  return isWell ? 0 : 1;
}

function misused({ printError }: CliContext, what: string): number {
  printError(`otp-hooks ${what}. See otp-hooks --help.`);
  return 2;
}

function readWords(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
    return positionals.length > 1 ? null : { values, command: positionals[0] };
  } catch {
    // What it refuses it repeats, which may be a secret in the wrong place.
    return null;
  }
}

function readEnvironmentOf(environment: Environment, path: string | undefined): Environment | null {
  if (path === undefined) return environment;
  try {
    return { ...parseEnv(readFileSync(path, 'utf8')), ...environment };
  } catch {
    return null;
  }
}

/** The gravest first. */
function writeReport(findings: readonly HookFinding[], problems: number, warnings: number): string {
  const sorted = (['problem', 'warning', 'ok'] as const).flatMap((level) =>
    findings.filter((each) => each.level === level),
  );
  const width = Math.max(...sorted.map(({ code }) => code.length));
  const lines = sorted.map(({ level, code, message }) => `${level.padEnd(7)}  ${code.padEnd(width)}  ${message}`);
  return `${lines.join('\n')}\n\n${problems} ${problems === 1 ? 'problem' : 'problems'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
}
