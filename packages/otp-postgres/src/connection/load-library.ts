/**
 * Loads a client library when it is first needed: none is a dependency of this package. Each import stands in a `try` of
 * its own, to the letter: so bundlers know that it may be missing.
 */
import { OtpConfigurationError } from '@countersign/otp-core/adapter';

/** @throws OtpConfigurationError with the line that installs it */
export async function loadPg() {
  try {
    return (await import('pg')).default;
  } catch (error) {
    throw explain('pg', error);
  }
}

/** @throws OtpConfigurationError with the line that installs it */
export async function loadPostgresJs() {
  try {
    return (await import('postgres')).default;
  } catch (error) {
    throw explain('postgres', error);
  }
}

/** @throws OtpConfigurationError with the line that installs it */
export async function loadPglite() {
  try {
    return (await import('@electric-sql/pglite')).PGlite;
  } catch (error) {
    throw explain('@electric-sql/pglite', error);
  }
}

/** What is there and cannot be loaded says so itself. @internal */
export function explain(name: string, error: unknown): unknown {
  const { code } = Object(error) as { readonly code?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return error;
  return new OtpConfigurationError('otp-postgres', [
    { option: 'url', message: `needs the package ${name}, which is not installed: npm install ${name}` },
  ]);
}
