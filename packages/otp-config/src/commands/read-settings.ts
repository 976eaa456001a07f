/** Variables of the environment, and of the file that the command line names. */
import { resolve } from 'node:path';
import { readEnvFile } from '../environment/read-env-file.ts';
import type { Environment } from '../settings/otp-settings.ts';
import type { CliContext } from './cli-context.ts';
import type { Values } from './read-words.ts';
import { UsageError } from './usage-error.ts';

export function readEnvironmentOf({ environment, folder }: CliContext, values: Values): Environment {
  const { file, 'env-file': envFile } = values;
  if (file !== undefined && envFile !== undefined) throw new UsageError('takes --file or --env-file, not both');
  const path = file ?? envFile;
  if (path === undefined) return environment;
  const reading = readEnvFile(resolve(folder, path));
  if (reading.status === 'unreadable') {
    throw new UsageError(`cannot read the file of --${file === undefined ? 'env-file' : 'file'}: ${reading.reason}`);
  }
  return { ...reading.variables, ...environment };
}

export function appVariablesOf(values: Values): readonly string[] {
  return (values['app-variables'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
