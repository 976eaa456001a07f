/** Composes the engine and its receipts: which providers and which store, the settings say. Events go to the log. */
import { createOtpFromEnv, type Otp } from '@countersign/otp-config';

export function createOtp(environment: NodeJS.ProcessEnv): Promise<Otp> {
  return createOtpFromEnv(environment, { onEvent: (event) => console.log(JSON.stringify(event)) });
}
