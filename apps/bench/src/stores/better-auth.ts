/**
 * better-auth's phone-number plugin on a server, through its server API: no HTTP, no cookies. As in the benchmark of
 * the memory store it does as little as it can: no telemetry, log, session or rate limit of its own. Each worker proves
 * a number of its own, whose user exists, as a code is kept by number.
 */
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { phoneNumber } from 'better-auth/plugins/phone-number';
import type { Contestant } from './contestant.ts';

/** `verify`: its documented verification, which reads and writes the user. `consume`: the check of the code alone. */
export type BetterAuthCheck = 'verify' | 'consume';

export interface BetterAuthPlace extends Pick<BetterAuthOptions, 'database' | 'secondaryStorage'> {
  /** Whether its tables are to be made. */
  readonly tables: 'to-be-made' | 'none';
}

export interface BetterAuth {
  contestant(check: BetterAuthCheck): Contestant;
}

export type Auth = ReturnType<typeof createAuth>;

/** Calls `send` with each code. */
export function createAuth(
  storage: Pick<BetterAuthOptions, 'database' | 'secondaryStorage'>,
  send: (number: string, code: string) => void,
) {
  return betterAuth({
    ...storage,
    baseURL: 'http://localhost',
    secret: 'of the benchmark, and of nothing else',
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    plugins: [
      phoneNumber({
        sendOTP: ({ phoneNumber: number, code }) => send(number, code),
        signUpOnVerification: { getTempEmail: (number) => `${number.slice(1)}@example.com` },
      }),
    ],
  });
}

/** Codes are sent at most to so many numbers at once. */
export async function createBetterAuth(place: BetterAuthPlace, workers: number): Promise<BetterAuth> {
  const { tables, ...storage } = place;
  const codes = new Map<string, string>();
  const auth = createAuth(storage, (number, code) => codes.set(number, code));
  if (tables === 'to-be-made') await (await getMigrations(auth.options)).runMigrations();

  const numbers = Array.from({ length: workers }, (_, worker) => `+1555${9_000_000 + worker}`);

  /** Refusals are thrown. */
  async function cycle(check: BetterAuthCheck, worker: number): Promise<void> {
    const number = numbers[worker] ?? '';
    await auth.api.sendPhoneNumberOTP({ body: { phoneNumber: number } });
    const body = { phoneNumber: number, code: codes.get(number) ?? '' };
    if (check === 'consume') await auth.api.consumePhoneNumberOTP({ body });
    else await auth.api.verifyPhoneNumber({ body: { ...body, disableSession: true } });
  }

  // The first verification makes the user.
  for (const worker of numbers.keys()) await cycle('verify', worker);

  return {
    contestant: (check) => ({ name: `better-auth (${check})`, cycle: (worker) => cycle(check, worker) }),
  };
}
