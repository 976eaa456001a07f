/** Input never becomes a part of a key that has a meaning: no separator, no hash tag of a Cluster, no pattern. */
import { createHash } from 'node:crypto';
import { OtpMisuseError } from '@countersign/otp-core/adapter';

/** What the engine's keyed hashes are made of. */
const SAFE = /^[\w-]{1,64}$/;
/** Not among the safe characters, so a hash is never taken for a name. */
const HASHED = '~';

/** The last part of a key. Anything but a plain name is hashed, code unit by code unit. @throws OtpMisuseError */
export function keyPart(name: unknown, field: string): string {
  if (typeof name !== 'string') throw new OtpMisuseError(`${field} must be a string.`);
  if (SAFE.test(name)) return name;
  return `${HASHED}${createHash('sha256').update(name, 'utf16le').digest('base64url')}`;
}
