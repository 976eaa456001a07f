/** What somebody would try who has a copy of a store and not the secret. */
import { createHmac, hash } from 'node:crypto';

/** Enough of a digest to know it by. */
const KNOWN_BYTES = 8;
const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512'] as const;

/** Whatever in a dump could be a salt, a key or a name. */
export function tokensOf(dump: Buffer): string[] {
  return [...new Set(dump.toString('latin1').match(/[\w+/=.-]{4,}/g) ?? [])];
}

/** Every way of hashing a code with something of the dump, or with nothing, whose result is in the dump. */
export function plainHashesIn(dump: Buffer, code: string): string[] {
  const beginnings = digestBeginningsIn(dump);
  return ['', ...tokensOf(dump)].flatMap((token) =>
    ALGORITHMS.flatMap((algorithm) =>
      Object.entries(recipes(algorithm, token, code))
        .filter(([, digest]) => beginnings.has(digest.slice(0, KNOWN_BYTES)))
        .map(([name]) => `${algorithm} of ${name}`),
    ),
  );
}

/** Tries all codes of six digits, hashed as they are and after each of the salts. */
export function guessAllCodes(dump: Buffer, salts: readonly string[]): string[] {
  const beginnings = digestBeginningsIn(dump);
  const found: string[] = [];
  for (let number = 0; number < 1_000_000; number += 1) {
    const code = String(number).padStart(6, '0');
    for (const salt of ['', ...salts]) {
      if (beginnings.has(hash('sha256', salt + code, 'binary').slice(0, KNOWN_BYTES))) found.push(code);
    }
  }
  return found;
}

/** Digests as strings of bytes, which are quicker to make and to look up than buffers. */
function recipes(algorithm: string, token: string, code: string): Record<string, string> {
  return {
    'token and code': hash(algorithm, token + code, 'binary'),
    'code and token': hash(algorithm, code + token, 'binary'),
    'token, colon, code': hash(algorithm, `${token}:${code}`, 'binary'),
    'code, keyed by token': createHmac(algorithm, token).update(code).digest('binary'),
    'token, keyed by code': createHmac(algorithm, code).update(token).digest('binary'),
  };
}

/** What stands at any offset of the dump: as bytes, and where it reads as base 16 or base 64, what that says. */
function digestBeginningsIn(dump: Buffer): ReadonlySet<string> {
  const text = dump.toString('latin1');
  const inBase16 = (text.match(/[0-9a-f]{16,}/gi) ?? []).flatMap((run) => readAt(run, 'hex', 2));
  const inBase64 = (text.match(/[\w+/-]{11,}/g) ?? []).flatMap((run) => readAt(run, 'base64', 4));
  const beginnings = new Set<string>();
  for (const bytes of [text, ...inBase16, ...inBase64]) {
    for (let offset = 0; offset + KNOWN_BYTES <= bytes.length; offset += 1) {
      beginnings.add(bytes.slice(offset, offset + KNOWN_BYTES));
    }
  }
  return beginnings;
}

/** A run may hold more than the digest, so reading it may have to begin at another character. */
function readAt(run: string, encoding: 'hex' | 'base64', offsets: number): string[] {
  return Array.from({ length: offsets }, (_, offset) => Buffer.from(run.slice(offset), encoding).toString('latin1'));
}

/** The ways a number is written; the first one is part of most others. */
export function spellingsOf(phoneNumber: string, countryCode: string): string[] {
  const digits = phoneNumber.replace('+', '');
  const national = digits.slice(countryCode.length);
  return [national, phoneNumber, digits, `0${national}`, `00${digits}`, [...digits].reverse().join('')];
}

/** Which of some words stand in the bytes, in clear, in base 16 or in base 64. */
export function wordsIn(bytes: Buffer, words: readonly string[]): string[] {
  return words.filter((word) => {
    const plain = Buffer.from(word);
    const forms = [plain, Buffer.from(plain.toString('hex')), Buffer.from(plain.toString('base64').replace(/=+$/, ''))];
    return forms.some((form) => bytes.includes(form));
  });
}
