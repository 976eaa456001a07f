/** The look-up of accounts in Firebase. Behind a function, so that the rest runs, and is tested, without Firebase. */
import type { Auth } from 'firebase-admin/auth';

/** @returns the uid of the user with this number, who is made where there is none. */
export async function findOrCreateUser(
  auth: Pick<Auth, 'getUserByPhoneNumber' | 'createUser'>,
  phoneNumber: string,
): Promise<string> {
  try {
    return (await auth.getUserByPhoneNumber(phoneNumber)).uid;
  } catch (error) {
    if (codeOf(error) !== 'auth/user-not-found') throw error;
  }
  try {
    return (await auth.createUser({ phoneNumber })).uid;
  } catch (error) {
    // Another request for the same number was faster.
    if (codeOf(error) !== 'auth/phone-number-already-exists') throw error;
    return (await auth.getUserByPhoneNumber(phoneNumber)).uid;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
