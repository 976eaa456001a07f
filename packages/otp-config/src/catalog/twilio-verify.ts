import type { TwilioVerifySettings } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { optional, required, type Setting } from './setting.ts';
import { choice, sid, whole } from './shape.ts';
import { TWILIO_ACCOUNT, TWILIO_CREDENTIALS } from './twilio-account.ts';

const SETTINGS: readonly Setting<keyof TwilioVerifySettings & string>[] = [
  ...(TWILIO_ACCOUNT as readonly Setting<keyof TwilioVerifySettings & string>[]),
  required('serviceSid', 'TWILIO_VERIFY_SERVICE_SID', sid('VA', 'a Verify service'), {
    about: 'the Verify service',
    source: 'Twilio Console, Verify, Services',
    otherNames: [
      'VERIFY_SERVICE_SID',
      'TWILIO_VERIFY_SID',
      'TWILIO_VERIFICATION_SID',
      'TWILIO_VERIFICATION_SERVICE_SID',
      'TWILIO_SERVICE_SID',
    ],
  }),
  optional('codeLength', 'TWILIO_VERIFY_CODE_LENGTH', whole(4, 10), {
    about: 'digits of its codes, as the service has it',
    source: 'the Verify service',
    example: '6',
  }),
  optional('codeTtlSeconds', 'TWILIO_VERIFY_CODE_TTL_SECONDS', whole(120, 86_400), {
    about: 'life of its codes, as the service has it',
    source: 'the Verify service',
    example: '600',
  }),
  optional('channel', 'TWILIO_VERIFY_CHANNEL', choice('sms', 'call', 'whatsapp', 'auto'), {
    about: 'how the code gets to the phone',
    example: 'sms',
  }),
];

export const TWILIO_VERIFY: ProviderEntry = {
  name: 'twilio-verify',
  title: 'Twilio Verify',
  kind: 'verification-provider',
  packageName: '@countersign/otp-twilio',
  sdk: 'twilio',
  settings: SETTINGS,
  alternatives: [TWILIO_CREDENTIALS],
  // Ten minutes, unless Twilio's support has changed the service.
  liveVerification: { lifeOption: 'codeTtlSeconds', usualSeconds: 600 },
};
