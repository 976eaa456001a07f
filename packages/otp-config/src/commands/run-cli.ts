/** The command line: reads words, has the work done elsewhere, prints. No secret of yours, no code and no number in full. */
import { check } from './check.ts';
import { type CliContext, EXIT_CODES, type ExitCode } from './cli-context.ts';
import { describe } from './describe.ts';
import { giveEnvExample } from './env-example.ts';
import { HELP } from './help.ts';
import { init } from './init.ts';
import { migrateStore } from './migrate.ts';
import { readWords } from './read-words.ts';
import { giveSecret } from './secret.ts';
import { UsageError } from './usage-error.ts';

/** Resolves with the exit code. */
export async function runCli(context: CliContext): Promise<ExitCode> {
  try {
    return await run(context);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    context.printError(`otp-config ${error.message}${/[.?]$/.test(error.message) ? '' : '.'} See otp-config --help.`);
    return EXIT_CODES.misused;
  }
}

async function run(context: CliContext): Promise<ExitCode> {
  const { values, command, others } = readWords(context.words);
  if (values.version === true) {
    context.print(context.version);
    return EXIT_CODES.done;
  }
  if (values.help === true || command === undefined) {
    context.print(HELP);
    return values.help === true ? EXIT_CODES.done : EXIT_CODES.misused;
  }
  switch (command) {
    case 'check':
      return check(context, values);
    case 'describe':
      return describe(context, values);
    case 'env-example':
      return giveEnvExample(context, others, values);
    case 'init':
      return init(context, values);
    case 'migrate':
      return migrateStore(context, values);
    case 'secret':
      return giveSecret(context);
  }
}
