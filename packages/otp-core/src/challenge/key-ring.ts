/**
 * Every key the engine uses, derived from the deployment's secrets and separate for each use, so that
 * none tells another and each can be rotated. With `crypto.ts`, the only room that knows secrets.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { keyedHash } from './keyed-hash.ts';

/** The keys of one secret. */
export interface KeySet {
  /** Names the secret in records and handles; tells nothing of it. */
  readonly keyId: string;
  readonly codeKey: Buffer;
  readonly digestKey: Buffer;
  /** Seals nothing itself: the keys that do are derived from it. */
  readonly handleKey: Buffer;
  /** The key that seals the handles of an hour, counted from the epoch. */
  handleKeyOf(hour: number): Buffer;
}

export interface KeyRing {
  /** For everything new. */
  readonly current: KeySet;
  /** Current and previous ones, newest first: whatever is in flight under them stays valid. */
  readonly all: readonly KeySet[];
  /** Names the records; outlives the rotation of the secrets, else a rotation would reset the counters. */
  readonly subjectKey: Buffer;
  /** Maps idempotency keys to challenges; a retry may arrive after a rotation. */
  readonly requestKey: Buffer;
  /** Hides the addresses and number ranges that limits are about. */
  readonly limitKey: Buffer;
  find(keyId: string): KeySet | undefined;
}

export function createKeyRing(secrets: readonly string[], subjectSecret: string): KeyRing {
  const all = secrets.map(deriveKeySet);
  const current = all[0];
  if (current === undefined) throw new RangeError('A key ring needs a secret.');
  return {
    current,
    all,
    subjectKey: derive(subjectSecret, 'subject'),
    requestKey: derive(subjectSecret, 'request'),
    limitKey: derive(subjectSecret, 'limit'),
    find: (keyId) => all.find((keys) => keys.keyId === keyId),
  };
}

function deriveKeySet(secret: string): KeySet {
  const handleKey = derive(secret, 'handle');
  return {
    keyId: createHmac('sha256', derive(secret, 'key-id')).digest('base64url').slice(0, KEY_ID_LENGTH),
    codeKey: derive(secret, 'code'),
    digestKey: derive(secret, 'digest'),
    handleKey,
    handleKeyOf: createHourlyKeys(handleKey),
  };
}

/**
 * Keeps the keys of an even and an odd hour: this one and the one before, as no code lives longer. A handle that names
 * another hour, made up or not, costs a derivation and takes no memory.
 */
function createHourlyKeys(key: Buffer): (hour: number) => Buffer {
  // Stryker disable next-line ArrayDeclaration: the same either way: what is put in instead is no hour
  const kept: Array<{ readonly hour: number; readonly key: Buffer }> = [];
  return (hour) => {
    const former = kept[hour % 2];
    if (former?.hour === hour) return former.key;
    const derived = keyedHash(key, 'hour', `${hour}`);
    kept[hour % 2] = { hour, key: derived };
    return derived;
  };
}

/** Characters of a key id: 36 bits, plenty to tell a handful of secrets apart. */
export const KEY_ID_LENGTH = 6;

function derive(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'countersign v1', use, 32));
}
