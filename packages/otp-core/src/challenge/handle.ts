/**
 * The handle a client holds: all that `verify` needs besides the code, sealed with AES-256-GCM.
 *
 *   version (1) | key id (6) | nonce (28) | sealed fields, padded | tag (16)      in base64url
 *
 * Each handle has a key of its own, derived from 16 bytes of the nonce: random 96-bit nonces under one
 * key would be worn out after 2^32 handles (NIST SP 800-38D, 8.3), days of traffic for a large deployment.
 * What differs between a number and a decoy, or between a provider that answered and one that did not, is padded to the
 * most it can be: a handle's length tells nothing of it.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { KEY_ID_LENGTH, type KeyRing } from './key-ring.ts';
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

const VERSION = 1;
const HEADER_BYTES = 1 + KEY_ID_LENGTH;
const KEY_SALT_BYTES = 16;
const NONCE_BYTES = KEY_SALT_BYTES + 12;
const TAG_BYTES = 16;
/** The longest recipient (`decoy-number` and 16 characters), and a reference of 128 where the provider makes the code. */
const VARYING_BYTES = { own: 28, provider: 156 } as const;

export function sealHandle(keys: KeyRing, fields: HandleFields): string {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = VERSION;
  header.write(keys.current.keyId, 1, 'latin1');
  const nonce = drawBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', handleKey(keys.current.handleKey, nonce), ivOf(nonce));
  cipher.setAAD(header);
  const sealed = cipher.update(encodeFields(fields));
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
  const keySet = keys.find(bytes.toString('latin1', 1, HEADER_BYTES));
  if (bytes[0] !== VERSION || keySet === undefined) return { status: 'foreign' };
  const fields = unseal(keySet.handleKey, bytes);
  return fields === null ? { status: 'foreign' } : { status: 'opened', fields };
}

function unseal(key: Buffer, bytes: Buffer): HandleFields | null {
  const nonce = bytes.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', handleKey(key, nonce), ivOf(nonce), { authTagLength: TAG_BYTES });
  decipher.setAAD(bytes.subarray(0, HEADER_BYTES));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const sealed = bytes.subarray(HEADER_BYTES + NONCE_BYTES, bytes.length - TAG_BYTES);
  try {
    const opened = decipher.update(sealed);
    // Throws unless the tag is right; until then nothing of it may be read.
    decipher.final();
    return decodeFields(opened);
  } catch {
    return null;
  }
}

function handleKey(key: Buffer, nonce: Buffer): Buffer {
  return createHmac('sha256', key).update(nonce.subarray(0, KEY_SALT_BYTES)).digest();
}

function ivOf(nonce: Buffer): Buffer {
  return nonce.subarray(KEY_SALT_BYTES);
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

function encodeFields(fields: HandleFields): Buffer {
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
    origin.kind === 'provider' ? (origin.reference ?? '') : '',
    fields.expiresAtMs,
    fields.subject,
  ];
  const [recipientKind, recipientName, , , , , , , reference] = packed;
  const varying = recipientKind.length + recipientName.length + reference.length;
  const padding = Math.max(0, VARYING_BYTES[origin.kind] - varying);
  // JSON ignores white space at its end, so blanks are padding that needs no length field.
  return Buffer.from(JSON.stringify(packed) + ' '.repeat(padding));
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
