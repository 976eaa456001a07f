/** What lets the app run with nothing set: a platform that anybody can play with one line of curl. */
import { randomBytes } from 'node:crypto';

/** Known to everybody who reads this: for a demo on this machine, and refused in production as nothing is set there. */
export const DEMO_AUTHORIZATION = 'Bearer countersign-demo';

export interface DemoSettings {
  readonly environment: NodeJS.ProcessEnv;
  /** Whether the platform was made up. */
  readonly isMadeUp: boolean;
}

export function withDemoSettings(given: NodeJS.ProcessEnv): DemoSettings {
  const isSet = (name: string) => (given[name] ?? '').trim() !== '';
  if (given.NODE_ENV === 'production' || isSet('OTP_HOOK_PLATFORM')) return { environment: given, isMadeUp: false };
  return {
    isMadeUp: true,
    environment: {
      ...given,
      OTP_HOOK_PLATFORM: 'generic',
      OTP_HOOK_AUTHORIZATION: DEMO_AUTHORIZATION,
      OTP_HOOK_MAPPING: 'to=to,code=code',
      OTP_HOOK_KEY_SECRET: randomBytes(32).toString('base64'),
    },
  };
}
