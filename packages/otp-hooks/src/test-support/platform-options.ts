/** What each platform is given in tests: made-up credentials of the right shape. */
import type { PlatformOptions } from '../send-hook-options.ts';

export const KEY_SECRET = 'a-key-of-the-tests-that-is-long-enough';

export const SUPABASE_SECRET = 'v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const SVIX_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const AUTHORIZATION = 'Bearer 4f1d9c0a7b6e5d4c3b2a19087f6e5d4c';

export const PLATFORM_OPTIONS: readonly PlatformOptions[] = [
  { platform: 'supabase', secret: SUPABASE_SECRET },
  { platform: 'logto', authorization: AUTHORIZATION },
  { platform: 'kratos', authorization: `Basic ${btoa('kratos:4f1d9c0a7b6e5d4c')}` },
  { platform: 'okta', authorization: AUTHORIZATION },
  { platform: 'zitadel', secret: 'zitadel-signing-key-4f1d9c0a7b6e' },
  { platform: 'authgear', secret: 'authgear0signature0key04f1d9c0a7' },
  { platform: 'clerk', secret: SVIX_SECRET },
  {
    platform: 'generic',
    secret: SUPABASE_SECRET,
    mapping: {
      to: 'data.phone',
      code: 'data.code',
      subject: 'id',
      purpose: 'purpose',
      locale: 'data.locale',
      clientAddress: 'ip',
      text: 'data.text',
    },
  },
];

/** The same platforms with a row each for `it.each`. */
export const PLATFORMS = PLATFORM_OPTIONS.map((options) => [options.platform, options] as const);

export function optionsOf(platform: PlatformOptions['platform']): PlatformOptions {
  const options = PLATFORM_OPTIONS.find((each) => each.platform === platform);
  if (options === undefined) throw new Error(`no options for ${platform}`);
  return options;
}
