/** The provider: Auth.js opens the session, the engine says whose number it is. */
import { CredentialsSignin } from '@auth/core/errors';
import Credentials from '@auth/core/providers/credentials';
import type { OtpEngine } from '@countersign/otp-core';

/** Auth.js puts `code` into the address of its error page: `?error=CredentialsSignin&code=mismatch`. */
class PhoneSignInRefused extends CredentialsSignin {
  constructor(reason: string) {
    super();
    this.code = reason;
  }
}

export interface PhoneSignInOptions {
  readonly engine: OtpEngine;
  /** Your own look-up: the id of the account with this number, made where there is none. */
  readonly accountOf: (phoneNumber: string) => Promise<string>;
}

export function createPhoneSignIn({ engine, accountOf }: PhoneSignInOptions) {
  return Credentials({
    id: 'phone',
    name: 'Phone',
    credentials: { challenge: {}, code: {} },
    async authorize({ challenge, code }) {
      // Whatever the form holds: the engine refuses what is no handle or no code.
      const guess = { challenge: String(challenge), code: String(code), purpose: 'sign-in' };
      const result = await engine.verify(guess);
      if (!result.ok) throw new PhoneSignInRefused(result.reason);
      return { id: await accountOf(result.phoneNumber), name: result.phoneNumber };
    },
  });
}
