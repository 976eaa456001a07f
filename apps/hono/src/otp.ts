/** Composes the engine and its receipts: which providers and which store, the settings say. Events go to the log. */
import { createOtpFromEnv, type Otp } from '@countersign/otp-config';

export function createOtp(environment: NodeJS.ProcessEnv): Promise<Otp> {
  // Whoever deploys this waits for a process that is ready, rather than the first person for their code.
  return createOtpFromEnv(
    { OTP_WARM_UP: '1', ...environment },
    { onEvent: (event) => console.log(JSON.stringify(event)) },
  );
}
