import { closeSync, fchmodSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
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
    writePrivately(resolve(folder, out), own, overwrite === true ? 'a' : 'wx');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EEXIST' ? 'it is there already, and --overwrite replaces it' : `the system says ${code}`;
    throw new UsageError(`did not write the file of --out: ${reason}`);
  }
  print(`Written: ${out}`);
  return EXIT_CODES.done;
}

/** What was there goes last: a file that cannot be made private keeps its text, and gets no secret. */
function writePrivately(path: string, text: string, flag: 'a' | 'wx'): void {
  const file = openSync(path, flag, 0o600);
  try {
    fchmodSync(file, 0o600);
    ftruncateSync(file);
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
