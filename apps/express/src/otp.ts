/** Composes the engines and their receipts: which providers and which store, the settings say. Events go to `onEvent`. */
import { createOtpFromEnv, type Otp, type OtpOverrides } from '@countersign/otp-config';
import { RECIPE_VARIABLES } from '../../shared/recipes/recipe-engines.ts';

export function createOtp(environment: NodeJS.ProcessEnv, onEvent: NonNullable<OtpOverrides['onEvent']>): Promise<Otp> {
  // Whoever deploys this waits for a process that is ready, rather than the first person for their code.
  return createOtpFromEnv({ OTP_WARM_UP: '1', ...environment }, { onEvent, appVariables: RECIPE_VARIABLES });
}
