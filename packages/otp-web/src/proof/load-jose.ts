/** `jose` signs and verifies. It is loaded with the first proof: whoever makes none does without, in time and in memory. */
import { OtpConfigurationError } from '@countersign/otp-core';
import { explainUnloadedPackage } from '@countersign/otp-core/adapter';
import type { KnownProofKey } from './proof-key.ts';

export type Jose = typeof import('jose');
export type JoseKey = Awaited<ReturnType<Jose['importJWK']>>;

/** Whose options hold the key, for errors. */
export interface KeyHolder {
  /** The function that was given them. */
  readonly subject: string;
  /** The option's path. */
  readonly option: string;
}

/** @throws OtpConfigurationError where it is not there, or cannot be loaded by `require` (Node before 22.12) */
export async function loadJose({ subject, option }: KeyHolder): Promise<Jose> {
  try {
    return await import('jose');
  } catch (error) {
    throw new OtpConfigurationError(subject, [
      { option, message: `needs jose. ${explainUnloadedPackage(error, 'jose')}` },
    ]);
  }
}

/**
 * The half of a key that signs or verifies, as `jose` takes it.
 *
 * @throws OtpConfigurationError for a JWK whose members do not belong together
 */
export async function importProofKey(
  jose: Jose,
  holder: KeyHolder,
  key: KnownProofKey,
  half: 'private' | 'public',
): Promise<JoseKey> {
  if (key.algorithm === 'HS256') return key.secret;
  const jwk = half === 'public' || key.d === undefined ? key.jwk : { ...key.jwk, d: key.d };
  try {
    return await jose.importJWK({ ...jwk }, key.algorithm);
  } catch {
    // What was thrown may hold the key.
    const message = 'holds an invalid JWK: its members do not form a key';
    throw new OtpConfigurationError(holder.subject, [{ option: holder.option, message }]);
  }
}
