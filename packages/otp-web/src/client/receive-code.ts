/** WebOTP: Chromium on Android hands over the code of a message that names this origin (https://wicg.github.io/web-otp/). */
interface BrowserWithWebOtp {
  readonly OTPCredential?: unknown;
  readonly navigator?: {
    readonly credentials?: {
      get(options: object): Promise<{ readonly code?: unknown } | null>;
    };
  };
}

/** Waits for the message. `null` where the browser cannot, the person does not allow it, or `signal` ended the wait. */
export async function receiveCode(signal?: AbortSignal): Promise<string | null> {
  const { OTPCredential, navigator } = globalThis as BrowserWithWebOtp;
  if (OTPCredential === undefined) return null;
  try {
    const credential = await navigator?.credentials?.get({ otp: { transport: ['sms'] }, signal });
    return typeof credential?.code === 'string' ? credential.code : null;
  } catch {
    return null;
  }
}
