/** Every error a client can meet: better-auth's form, a code for programs and a sentence for people. No imports: browsers load it too. */
const MESSAGES = {
  INVALID_PHONE_NUMBER: 'This is not a phone number',
  DESTINATION_NOT_ALLOWED: 'No codes are sent to this number',
  COOLDOWN: 'A code was sent a moment ago. Please wait before you ask for another one',
  QUOTA_EXCEEDED: 'Too many codes were sent to this number. Please try again later',
  RATE_LIMITED: 'Too many requests. Please try again later',
  PHONE_NUMBER_LOCKED: 'Too many wrong codes for this number',
  DELIVERY_FAILED: 'The code could not be sent to this number',
  PROVIDER_UNAVAILABLE: 'Codes cannot be sent or checked at the moment. Please try again later',
  PROVIDER_REFUSED: 'The code could not be checked',
  OUTCOME_UNKNOWN: 'It is not known whether the code was right. Please try again',
  SERVICE_UNAVAILABLE: 'The service is not available at the moment. Please try again later',
  WRONG_CODE: 'This code is wrong',
  MALFORMED_CODE: 'This is not a code of the length that was sent',
  CHALLENGE_NOT_ACTIVE: 'This code has expired or was used. Please ask for a new one',
  PHONE_NUMBER_NOT_REGISTERED: 'No account has this number',
  PHONE_NUMBER_TAKEN: 'Another account has this number',
  SECOND_FACTOR_REQUIRED: 'This account needs its password and a second factor',
  SIGN_IN_NOT_PENDING: 'Please sign in with your password first',
  PASSWORDS_NOT_ENABLED: 'This app has no passwords',
  TRUST_NOT_OFFERED: 'This app trusts no devices',
  NO_PHONE_NUMBER: 'This account has no phone number',
  LAST_SIGN_IN_METHOD: 'Without the phone number nobody could sign in to this account',
} as const;

type Codes<Messages> = { readonly [Code in keyof Messages]: { readonly code: Code; readonly message: string } };

function withCodes<const Messages extends Readonly<Record<string, string>>>(messages: Messages): Codes<Messages> {
  const entries = Object.entries(messages).map(([code, message]) => [code, { code, message }]);
  return Object.fromEntries(entries) as Codes<Messages>;
}

/** The errors of the plug-in by their code, as better-auth's own `…_ERROR_CODES`. */
export const PHONE_OTP_ERROR_CODES = withCodes(MESSAGES);

/** The code of an error that the plug-in answers with. */
export type PhoneOtpErrorCode = keyof typeof MESSAGES;
