/** What a code is for. Each flow has its own cookie and is a purpose of the engine, so no code of one is right in another. */
export const FLOWS = ['sign-in', 'change-number', 'second-factor', 'password-reset'] as const;

/** What a code of the plug-in is for. */
export type PhoneOtpFlow = (typeof FLOWS)[number];
