/** An app with the plug-in, on better-auth's own test instance (SQLite in memory), and the messages that it sent. */
import { createOtpEngine, type OtpEngineOptions } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createManualClock, createRecordingSmsSender } from '@countersign/otp-testing';
import type { BetterAuthOptions } from 'better-auth';
import { createAuthClient } from 'better-auth/client';
import { getTestInstance } from 'better-auth/test';
import { phoneOtpClient } from '../client/index.ts';
import { type PhoneOtpOptions, phoneOtp } from '../index.ts';
import { type Browser, createBrowser } from './browser.ts';

export const ORIGIN = 'http://localhost:3000';
export const NUMBER = '+14155550123';
export const OTHER_NUMBER = '+14155550199';
const SECRET = 'only-for-tests-0123456789abcdef0123456789';
/** Whoever has a number only gets an address and a name. */
export const SIGN_UP = { getTempEmail: (phoneNumber: string) => `${phoneNumber.slice(1)}@phone.example` };

export interface AppOptions {
  readonly plugin?: Omit<PhoneOtpOptions, 'engine'>;
  readonly engine?: Partial<OtpEngineOptions>;
  readonly auth?: Omit<BetterAuthOptions, 'plugins'>;
  readonly before?: NonNullable<BetterAuthOptions['plugins']>;
  readonly after?: NonNullable<BetterAuthOptions['plugins']>;
  /** `real` where answers have their moment: a clock that stands still never gets there. @defaultValue 'manual' */
  readonly time?: 'manual' | 'real';
}

export type App = Awaited<ReturnType<typeof openApp>>;

export async function openApp({
  plugin = {},
  engine: engineOptions = {},
  auth: authOptions = {},
  before = [],
  after = [],
  time = 'manual',
}: AppOptions = {}) {
  const clock = createManualClock(Date.now());
  const sender = createRecordingSmsSender();
  const store = createMemoryCodeStore();
  const engine = createOtpEngine({
    provider: sender,
    store,
    secret: SECRET,
    ...(time === 'manual' ? { clock } : {}),
    ...engineOptions,
  });
  const options = { answerAfterMs: time === 'manual' ? 0 : 1, ...plugin };
  const instance = await getTestInstance(
    {
      logger: { disabled: true },
      // The test instance of better-auth switches its own checks off.
      advanced: { disableOriginCheck: false, disableCSRFCheck: false },
      ...authOptions,
      plugins: [...before, phoneOtp({ ...options, engine }), ...after],
    },
    { disableTestUser: true },
  );
  return {
    ...instance,
    clock,
    sender,
    engine,
    browse: (browser: Browser = createBrowser(instance.auth.handler)) => ({
      browser,
      client: createAuthClient({
        baseURL: `${ORIGIN}/api/auth`,
        plugins: [phoneOtpClient()],
        fetchOptions: { customFetchImpl: browser.fetch },
      }),
    }),
    users: () => instance.db.findMany<Record<string, unknown>>({ model: 'user' }),
    sessions: () => instance.db.findMany<Record<string, unknown>>({ model: 'session' }),
  };
}
