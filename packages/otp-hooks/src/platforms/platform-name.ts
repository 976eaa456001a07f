/** The auth platforms whose hook can be received; `generic` is any other, by a mapping. */
export const PLATFORM_NAMES = [
  'supabase',
  'logto',
  'kratos',
  'okta',
  'zitadel',
  'authgear',
  'clerk',
  'generic',
] as const;

/** Name of a platform. */
export type PlatformName = (typeof PLATFORM_NAMES)[number];
