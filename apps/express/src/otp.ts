/** Composes the engine. The only file that knows of providers and stores: which ones, the settings say. */
import { createOtpFromEnv } from '@countersign/otp-config';
import type { OtpEngine } from '@countersign/otp-core';

export function createOtp(environment: NodeJS.ProcessEnv): Promise<OtpEngine> {
  return createOtpFromEnv(environment, { onEvent: (event) => console.log(JSON.stringify(event)) });
}
