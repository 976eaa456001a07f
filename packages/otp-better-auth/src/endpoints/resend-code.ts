import { createAuthEndpoint, formCsrfMiddleware } from 'better-auth/api';
import { z } from 'zod';
import { resendCode } from '../engine-calls.ts';
import { FLOWS } from '../flow.ts';
import type { ResolvedPhoneOtpOptions } from '../phone-otp-options.ts';
import { describeEndpoint, wantedLocale } from './describe-endpoint.ts';

/** POST `/phone-otp/resend-code`: `auth.api.resendPhoneOtp`, `authClient.phoneOtp.resendCode`. Gives no tries back. */
export function resendPhoneOtp(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/phone-otp/resend-code',
    {
      method: 'POST',
      body: z.object({ flow: z.enum(FLOWS).meta({ description: 'What the code is for' }), locale: wantedLocale }),
      use: [formCsrfMiddleware],
      metadata: describeEndpoint('resendPhoneOtp', 'Sends the code of a flow once more.'),
    },
    async (context) => context.json(await resendCode(context, options, context.body)),
  );
}
