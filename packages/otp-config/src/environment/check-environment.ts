import { OtpConfigurationError } from '@countersign/otp-core';
import { isOptions } from '@countersign/otp-core/adapter';

/** @throws OtpConfigurationError where these are no variables, or no overrides */
export function checkEnvironment(subject: string, environment: unknown, overrides: unknown): void {
  if (isOptions(environment) && isOptions(overrides)) return;
  const option = isOptions(environment) ? 'overrides' : 'environment';
  throw new OtpConfigurationError(subject, [{ option, message: 'must be an object, such as process.env' }]);
}
