/** Loads a client library when it is first needed: none is a dependency of this package. */
import { explainUnloadedPackage, OtpConfigurationError } from '@countersign/otp-core/adapter';

/** @throws OtpConfigurationError with the line that installs it, or with the loader's words where it is there and does not load */
export async function loadLibrary<Library>(name: string, load: () => Promise<Library>): Promise<Library> {
  try {
    return await load();
  } catch (error) {
    throw new OtpConfigurationError('otp-postgres', [{ option: 'url', message: explainUnloadedPackage(error, name) }]);
  }
}
