import type { TelnyxVerifySettings } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { optional, required, type Setting } from './setting.ts';
import { UUID, whole } from './shape.ts';
import { TELNYX_ACCOUNT, TELNYX_RECEIPTS } from './telnyx-account.ts';

const SETTINGS: readonly Setting<keyof TelnyxVerifySettings & string>[] = [
  ...TELNYX_ACCOUNT,
  required('verifyProfileId', 'TELNYX_VERIFY_PROFILE_ID', UUID, {
    about: 'the Verify profile',
    source: 'Telnyx portal, Verify',
    otherNames: ['TELNYX_PROFILE_ID', 'TELNYX_VERIFY_ID', 'TELNYX_VERIFICATION_PROFILE_ID'],
  }),
  optional('codeLength', 'TELNYX_VERIFY_CODE_LENGTH', whole(4, 10), {
    about: 'digits of its codes, as the profile has it; five unless changed',
    source: 'the Verify profile',
    example: '5',
  }),
  optional('codeTtlMs', 'TELNYX_VERIFY_CODE_TTL_SECONDS', whole(30, 600, 1000), {
    about: 'life of its codes',
    source: 'the Verify profile',
    example: '300',
  }),
];

export const TELNYX_VERIFY: ProviderEntry = {
  name: 'telnyx-verify',
  title: 'Telnyx Verify',
  kind: 'verification-provider',
  packageName: '@countersign/otp-telnyx',
  sdk: 'telnyx',
  settings: SETTINGS,
  alternatives: [],
  receipts: {
    ...TELNYX_RECEIPTS,
    addressOption: null,
  },
};
