import { OtpConfigurationError } from '@countersign/otp-core/adapter';

const THIS_MACHINE = /^(?:(?:.*\.)?localhost\.?|127(?:\.\d+){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/;

/** Refuses plain HTTP to anybody but this machine, as an adapter does. */
export function checkBaseUrl(baseUrl: string): void {
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol === 'https:' || THIS_MACHINE.test(hostname)) return;
  throw new OtpConfigurationError('played', [{ option: 'baseUrl', message: 'must use https' }]);
}
