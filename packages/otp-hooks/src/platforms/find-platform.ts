/** The table of platforms. A new one is a file of its own and a row here. */
import { AUTHGEAR } from './authgear.ts';
import { CLERK } from './clerk.ts';
import { createGenericPlatform, type HookMapping } from './generic.ts';
import { KRATOS } from './kratos.ts';
import { LOGTO } from './logto.ts';
import { OKTA } from './okta.ts';
import type { Platform } from './platform.ts';
import type { PlatformName } from './platform-name.ts';
import { SUPABASE } from './supabase.ts';
import { ZITADEL } from './zitadel.ts';

const PLATFORMS: Readonly<Record<Exclude<PlatformName, 'generic'>, Platform>> = {
  supabase: SUPABASE,
  logto: LOGTO,
  kratos: KRATOS,
  okta: OKTA,
  zitadel: ZITADEL,
  authgear: AUTHGEAR,
  clerk: CLERK,
};

const NO_MAPPING: HookMapping = { to: 'to', code: 'code' };

/** `mapping` counts for `generic` alone. */
export function findPlatform(name: PlatformName, mapping: HookMapping = NO_MAPPING): Platform {
  return name === 'generic' ? createGenericPlatform(mapping) : PLATFORMS[name];
}
