/** Files of variables, in the encodings that editors and shells leave them in: PowerShell writes UTF-16, Notepad a mark before UTF-8. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from '../settings/otp-settings.ts';

export type EnvFileReading =
  | { readonly status: 'read'; readonly variables: Environment }
  /** What to do about it, after `cannot read the file`. Never a line of the file. */
  | { readonly status: 'unreadable'; readonly reason: string };

export function readEnvFile(path: string): EnvFileReading {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'the file does not exist' : `the system says ${String(code)}`;
    return { status: 'unreadable', reason };
  }
  const text = decode(bytes);
  if (text !== null) return { status: 'read', variables: parseEnv(text) };
  return { status: 'unreadable', reason: 'it is neither UTF-8 nor UTF-16: save it as UTF-8' };
}

/** `null`: in no encoding of Unicode. */
function decode(bytes: Buffer): string | null {
  try {
    // Takes the mark off, and throws where there is no such text.
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** By its mark; without one, by the zeros that every second byte of a Western text in UTF-16 is. */
function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) return 'utf-16be';
  return 'utf-8';
}
