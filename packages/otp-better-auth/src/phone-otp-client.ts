import type { BetterAuthClientPlugin } from 'better-auth/client';
import { PHONE_OTP_ERROR_CODES } from './error-codes.ts';
import type { phoneOtp } from './phone-otp.ts';

/** Options of `phoneOtpClient`. */
export interface PhoneOtpClientOptions {
  /** Called when a password was right and a code is needed: show the page that asks for it. @defaultValue read `data.twoFactorRedirect` yourself */
  readonly onSecondFactor?: () => void | Promise<void>;
}

/** After these the session is another one, and `useSession` looks again. */
const SESSION_CHANGES = [
  '/sign-in/phone-otp',
  '/phone-otp/verify-second-factor',
  '/phone-otp/change-number',
  '/phone-otp/remove-number',
];

/**
 * The plug-in of better-auth's client. Its methods have the types of the server's endpoints.
 *
 * @example
 * import { createAuthClient } from 'better-auth/client';
 *
 * const authClient = createAuthClient({ plugins: [phoneOtpClient()] });
 * await authClient.phoneOtp.sendCode({ phoneNumber: '+1 415 555 0123' });
 * await authClient.signIn.phoneOtp({ code: '042817' });
 */
export function phoneOtpClient({ onSecondFactor }: PhoneOtpClientOptions = {}) {
  return {
    id: 'phone-otp',
    $InferServerPlugin: {} as ReturnType<typeof phoneOtp>,
    atomListeners: [{ matcher: (path: string) => SESSION_CHANGES.includes(path), signal: '$sessionSignal' }],
    pathMethods: {
      '/phone-otp/send-code': 'POST',
      '/phone-otp/resend-code': 'POST',
      '/phone-otp/request-number-change': 'POST',
      '/phone-otp/change-number': 'POST',
      '/phone-otp/remove-number': 'POST',
      '/phone-otp/send-second-factor': 'POST',
      '/phone-otp/verify-second-factor': 'POST',
      '/phone-otp/request-password-reset': 'POST',
      '/phone-otp/reset-password': 'POST',
      '/sign-in/phone-otp': 'POST',
    },
    fetchPlugins: [
      {
        id: 'phone-otp',
        name: 'phone-otp',
        hooks: {
          async onSuccess({ data }: { readonly data?: { readonly twoFactorMethods?: unknown } | null }) {
            const methods = data?.twoFactorMethods;
            if (Array.isArray(methods) && methods.includes('phone-otp')) await onSecondFactor?.();
          },
        },
      },
    ],
    $ERROR_CODES: PHONE_OTP_ERROR_CODES,
  } satisfies BetterAuthClientPlugin;
}
