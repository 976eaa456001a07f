/**
 * better-auth's phone-number plugin on its memory adapter, through its server API: no HTTP, no cookies.
 *
 * Configured to do as little as it can: telemetry, logging and its own rate limit are off; the user exists, is the only
 * one and never changes number, so that scanning users costs nothing; no session is made. Everything else is as it
 * comes: six digits, five minutes, three tries.
 */
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { phoneNumber } from 'better-auth/plugins/phone-number';
import type { Contestant } from './contestant.ts';
import { createPhoneNumbers } from './phone-numbers.ts';

/** `verify`: its documented verification, which reads and writes the user. `consume`: the check of the code alone. */
export type BetterAuthCheck = 'verify' | 'consume';

const USER_NUMBER = '+15559999999';

export async function createBetterAuth(check: BetterAuthCheck): Promise<Contestant> {
  const nextNumber = createPhoneNumbers();
  let lastCode = '';
  const auth = betterAuth({
    baseURL: 'http://localhost',
    secret: 'of the benchmark, and of nothing else',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    plugins: [
      phoneNumber({
        sendOTP: ({ code }) => {
          lastCode = code;
        },
        signUpOnVerification: { getTempEmail: (number) => `${number}@example.com` },
      }),
    ],
  });

  async function send(number: string): Promise<void> {
    await auth.api.sendPhoneNumberOTP({ body: { phoneNumber: number } });
  }

  /** Refusals are thrown. */
  async function verify(number: string): Promise<void> {
    const body = { phoneNumber: number, code: lastCode };
    if (check === 'consume') await auth.api.consumePhoneNumberOTP({ body });
    else await auth.api.verifyPhoneNumber({ body: { ...body, disableSession: true } });
  }

  await send(USER_NUMBER);
  await auth.api.verifyPhoneNumber({ body: { phoneNumber: USER_NUMBER, code: lastCode, disableSession: true } });

  return {
    name: `better-auth (${check})`,
    async cycle() {
      await send(USER_NUMBER);
      await verify(USER_NUMBER);
    },
    async fill(count) {
      for (let filled = 0; filled < count; filled += 1) await send(nextNumber());
    },
  };
}
