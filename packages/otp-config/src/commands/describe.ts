import { describeConfig } from '../describe/describe-config.ts';
import { type CliContext, EXIT_CODES, type ExitCode } from './cli-context.ts';
import { appVariablesOf, readEnvironmentOf } from './read-settings.ts';
import type { Values } from './read-words.ts';

export function describe(context: CliContext, values: Values): ExitCode {
  const environment = readEnvironmentOf(context, values);
  const description = describeConfig(environment, { appVariables: appVariablesOf(values) });
  context.print(values.json === true ? JSON.stringify({ ...description, text: undefined }, null, 2) : description.text);
  return EXIT_CODES.done;
}
