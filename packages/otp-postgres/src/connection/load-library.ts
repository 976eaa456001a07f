/** Loads a client library when it is first needed: none is a dependency of this package. */
import { OtpConfigurationError } from '@countersign/otp-core/adapter';

/** @throws OtpConfigurationError with the line that installs it */
export async function loadLibrary<Library>(name: string, load: () => Promise<Library>): Promise<Library> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new OtpConfigurationError('otp-postgres', [
      { option: 'url', message: `needs the package ${name}, which is not installed: npm install ${name}` },
    ]);
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
