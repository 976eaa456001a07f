import { closeSync, fchmodSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findProvider } from '../catalog/providers.ts';
import { writeEnvExample } from '../documents/write-env-example.ts';
import { adviseProvider } from '../environment/advise-provider.ts';
import { type CliContext, EXIT_CODES, type ExitCode } from './cli-context.ts';
import type { Values } from './read-words.ts';
import { freshSecretLine } from './secret.ts';
import { UsageError } from './usage-error.ts';

export function giveEnvExample(
  { print, folder }: CliContext,
  names: readonly string[],
  { out, overwrite }: Values,
): ExitCode {
  const text = writeEnvExample(names.map(readProviderName));
  if (out === undefined) {
    print(text.trimEnd());
    return EXIT_CODES.done;
  }
  try {
    // A file of one's own is to be used; what is printed may be committed.
    const own = text.replace(/^OTP_SECRET=$/m, freshSecretLine());
    writePrivately(resolve(folder, out), own, overwrite === true ? 'w' : 'wx');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EEXIST' ? 'it is there already, and --overwrite replaces it' : `the system says ${code}`;
    throw new UsageError(`did not write the file of --out: ${reason}`);
  }
  print(`Written: ${out}`);
  return EXIT_CODES.done;
}

/** A file that is replaced keeps who may read it, unless it is told otherwise before the secret stands in it. */
function writePrivately(path: string, text: string, flag: 'w' | 'wx'): void {
  const file = openSync(path, flag, 0o600);
  try {
    fchmodSync(file, 0o600);
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

export function readProviderName(name: string) {
  const entry = findProvider(name);
  if (entry === undefined) throw new UsageError(`was given a word that ${adviseProvider(name)}`);
  return entry;
}
