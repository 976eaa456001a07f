/** A custom token for whoever proves a number: Firebase then opens the session in the browser by `signInWithCustomToken`. */
import type { OtpEngine, VerifyResult } from '@countersign/otp-core';

export interface SignInTokenOptions {
  readonly engine: OtpEngine;
  /** The uid of the account with this number. In Firebase: `findOrCreateUser` of firebase-accounts.ts. */
  readonly uidOf: (phoneNumber: string) => Promise<string>;
  /** `getAuth(app).createCustomToken` of firebase-admin: signed here, without a call. */
  readonly createCustomToken: (uid: string, claims: object) => Promise<string>;
}

export type SignInTokenResult =
  | { readonly ok: true; readonly token: string }
  | Exclude<VerifyResult, { readonly ok: true }>;

export async function createSignInToken(
  { engine, uidOf, createCustomToken }: SignInTokenOptions,
  guess: { readonly challenge: string; readonly code: string },
): Promise<SignInTokenResult> {
  const result = await engine.verify({ ...guess, purpose: 'sign-in' });
  if (!result.ok) return result;
  const uid = await uidOf(result.phoneNumber);
  // Firebase says for how long: an hour. Rules may read the claim: request.auth.token.phone_verified_at.
  const claims = { phone_verified_at: Math.floor(result.verifiedAt.getTime() / 1_000) };
  return { ok: true, token: await createCustomToken(uid, claims) };
}
