/**
 * The handle a client holds: all that `verify` needs besides the code, sealed with AES-256-GCM.
 *
 *   version (1) | key id (6) | hour (4) | nonce (12) | sealed fields, padded | tag (16)      in base64url
 *
 * Every hour has a key of its own, named in the handle, whatever process seals. Random 96-bit nonces allow 2^32 seals under
 * one key (NIST SP 800-38D, 8.3), which is 1.2 million a second for a whole hour, over all processes. At 10,000 a second
 * an hour has 3.6e7, so two of them share a nonce with a chance of (3.6e7)^2 / 2^97, one in 10^14.
 * What differs between a number and a decoy, or between a provider that answered and one that did not, is padded to the
 * most it can be: a handle's length tells nothing of it.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { KEY_ID_LENGTH, type KeyRing, type KeySet } from './key-ring.ts';
import { drawBytes } from './random.ts';
import type { Recipient } from './recipient.ts';

export interface HandleFields {
  readonly recipient: Recipient;
  /** The recipient's name in the store, so that it need not be hashed again, and outlives another `subjectSecret`. */
  readonly subject: string;
  readonly tenant: string;
  readonly purpose: string;
  readonly challengeId: string;
  readonly codeLength: number;
  /** Who sent the code, or made it. */
  readonly providerId: string;
  /** `own`: our code, in the store. `provider`: the provider's; `reference` names it there, where known. */
  readonly origin: { readonly kind: 'own' } | { readonly kind: 'provider'; readonly reference: string | null };
  /** A hint; the store decides. */
  readonly expiresAtMs: number;
}

/**
 * What is longer was not made here.
 * @internal
 */
export const MAXIMUM_HANDLE_LENGTH = 1024;

const VERSION = 2;
const KEY_ID_END = 1 + KEY_ID_LENGTH;
const HEADER_BYTES = KEY_ID_END + 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HOUR_MS = 3_600_000;
/** Handles that older processes made name 16 bytes instead of an hour, and from those each derives a key of its own. */
const FORMER = { version: 1, headerBytes: KEY_ID_END, keySaltBytes: 16 } as const;
/** The longest recipient (`decoy-number` and 16 characters), and a reference of 128 where the provider makes the code. */
const VARYING_BYTES = { own: 28, provider: 156 } as const;

/** By the clock of this process: a wrong one only takes another hour's key. */
export function sealHandle(keys: KeyRing, fields: HandleFields): string {
  const { keyId, handleKeyOf } = keys.current;
  const hour = Math.floor(Date.now() / HOUR_MS);
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header[0] = VERSION;
  // Stryker disable next-line StringLiteral: the same either way: key ids are ASCII, which every encoding writes alike
  header.write(keyId, 1, 'latin1');
  header.writeUInt32BE(hour, KEY_ID_END);
  const nonce = drawBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', handleKeyOf(hour), nonce);
  cipher.setAAD(header);
  // Stryker disable next-line StringLiteral: the same either way: what names no encoding is UTF-8
  const sealed = cipher.update(encodeFields(fields), 'utf8');
  // Nothing comes of it in this mode, but it makes the tag.
  cipher.final();
  return Buffer.concat([header, nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

export type OpenHandleOutcome =
  | { readonly status: 'opened'; readonly fields: HandleFields }
  /** Not the shape of a handle. */
  | { readonly status: 'malformed' }
  /** The shape of one, but not one of ours, or of a secret that is gone. */
  | { readonly status: 'foreign' };

export function openHandle(keys: KeyRing, handle: unknown): OpenHandleOutcome {
  if (typeof handle !== 'string' || handle.length > MAXIMUM_HANDLE_LENGTH) return { status: 'malformed' };
  const bytes = Buffer.from(handle, 'base64url');
  // One spelling only: decoding skips foreign characters and ignores spare bits.
  if (bytes.length <= HEADER_BYTES + NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== handle) {
    return { status: 'malformed' };
  }
  const keySet = keys.find(bytes.toString('latin1', 1, KEY_ID_END));
  const fields = keySet === undefined ? null : unseal(keySet, bytes);
  return fields === null ? { status: 'foreign' } : { status: 'opened', fields };
}

function unseal({ handleKey, handleKeyOf }: KeySet, bytes: Buffer): HandleFields | null {
  switch (bytes[0]) {
    case VERSION:
      return decrypt(handleKeyOf(bytes.readUInt32BE(KEY_ID_END)), bytes, HEADER_BYTES, HEADER_BYTES);
    case FORMER.version: {
      const nonceAt = FORMER.headerBytes + FORMER.keySaltBytes;
      const key = createHmac('sha256', handleKey).update(bytes.subarray(FORMER.headerBytes, nonceAt)).digest();
      return decrypt(key, bytes, FORMER.headerBytes, nonceAt);
    }
    default:
      return null;
  }
}

function decrypt(key: Buffer, bytes: Buffer, headerBytes: number, nonceAt: number): HandleFields | null {
  const sealedAt = nonceAt + NONCE_BYTES;
  const tagAt = bytes.length - TAG_BYTES;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: a second lock behind a tested one: there is no right tag for nothing
  if (tagAt <= sealedAt) return null;
  const nonce = bytes.subarray(nonceAt, sealedAt);
  // Stryker disable next-line ObjectLiteral: a second lock behind a tested one: the tag is cut to its length before
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(bytes.subarray(0, headerBytes));
  decipher.setAuthTag(bytes.subarray(tagAt));
  try {
    const opened = decipher.update(bytes.subarray(sealedAt, tagAt));
    // Throws unless the tag is right; until then nothing of it may be read.
    decipher.final();
    return decodeFields(opened);
  } catch {
    return null;
  }
}

type Packed = readonly [
  recipientKind: Recipient['kind'],
  recipient: string,
  tenant: string,
  purpose: string,
  challengeId: string,
  codeLength: number,
  providerId: string,
  originKind: HandleFields['origin']['kind'],
  /** Empty: not known. */
  reference: string,
  expiresAtMs: number,
  subject: string,
];

function encodeFields(fields: HandleFields): string {
  const { recipient, origin } = fields;
  const packed: Packed = [
    recipient.kind,
    recipient.kind === 'decoy' ? recipient.name : recipient.phoneNumber,
    fields.tenant,
    fields.purpose,
    fields.challengeId,
    fields.codeLength,
    fields.providerId,
    origin.kind,
    // Stryker disable next-line ConditionalExpression,StringLiteral: the same either way: what stands in place of a missing reference is not read, and is lost in the padding
    origin.kind === 'provider' ? (origin.reference ?? '') : '',
    fields.expiresAtMs,
    fields.subject,
  ];
  const [recipientKind, recipientName, , , , , , , reference] = packed;
  const varying = recipientKind.length + recipientName.length + reference.length;
  const padding = Math.max(0, VARYING_BYTES[origin.kind] - varying);
  // JSON ignores white space at its end, so blanks are padding that needs no length field.
  return JSON.stringify(packed) + ' '.repeat(padding);
}

/** Only ever reads what `encodeFields` wrote: the tag was checked. */
function decodeFields(bytes: Buffer): HandleFields {
  const packed = JSON.parse(bytes.toString()) as Packed;
  const [
    recipientKind,
    recipient,
    tenant,
    purpose,
    challengeId,
    codeLength,
    providerId,
    originKind,
    reference,
    expiresAtMs,
    subject,
  ] = packed;
  return {
    recipient:
      recipientKind === 'decoy'
        ? { kind: recipientKind, name: recipient }
        : { kind: recipientKind, phoneNumber: recipient as `+${string}` },
    subject,
    tenant,
    purpose,
    challengeId,
    codeLength,
    providerId,
    origin:
      originKind === 'provider'
        ? { kind: 'provider', reference: reference === '' ? null : reference }
        : { kind: 'own' },
    expiresAtMs,
  };
}
