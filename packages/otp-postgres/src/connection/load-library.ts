/**
 * Loads a client library when it is first needed: none is a dependency of this package. Each import stands in a `try` of
 * its own, to the letter: so bundlers know that it may be missing.
 */
import { explainUnloadedPackage, OtpConfigurationError } from '@countersign/otp-core/adapter';

/** @throws OtpConfigurationError with the line that installs it, or with the loader's words where it is there and does not load */
export async function loadPg() {
  try {
    return (await import('pg')).default;
  } catch (error) {
    throw unloaded('pg', error);
  }
}

/** @throws OtpConfigurationError as above */
export async function loadPostgresJs() {
  try {
    return (await import('postgres')).default;
  } catch (error) {
    throw unloaded('postgres', error);
  }
}

/** @throws OtpConfigurationError as above */
export async function loadPglite() {
  try {
    return (await import('@electric-sql/pglite')).PGlite;
  } catch (error) {
    throw unloaded('@electric-sql/pglite', error);
  }
}

/** @internal */
export function unloaded(name: string, error: unknown): OtpConfigurationError {
  return new OtpConfigurationError('otp-postgres', [{ option: 'url', message: explainUnloadedPackage(error, name) }]);
}
