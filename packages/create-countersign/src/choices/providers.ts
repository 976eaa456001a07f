/**
 * Who sends the codes: what the packages of providers and the inbox tell. Not written by hand:
 * `UPDATE_TEMPLATES=1 vitest run test/create/written` writes it anew.
 */
import type { Provider } from './provider.ts';

/** The name of a provider, as `--provider` takes it. */
export type ProviderName =
  | 'inbox'
  | 'twilio'
  | 'twilio-verify'
  | 'telnyx'
  | 'telnyx-verify'
  | 'sinch'
  | 'sinch-sms'
  | 'sns'
  | 'http-gateway';

export const PROVIDERS: readonly Provider<ProviderName>[] = [
  {
    name: 'inbox',
    title: 'The local inbox',
    adapter: '@countersign/otp-http-gateway',
    libraries: {},
    account: {},
    later: {},
  },
  {
    name: 'twilio',
    title: 'Twilio Messages',
    adapter: '@countersign/otp-twilio',
    libraries: {
      twilio: '^6.2.0',
    },
    account: {
      TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
      TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
      TWILIO_PHONE_NUMBER: '+15005550006',
    },
    later: {},
  },
  {
    name: 'twilio-verify',
    title: 'Twilio Verify',
    adapter: '@countersign/otp-twilio',
    libraries: {
      twilio: '^6.2.0',
    },
    account: {
      TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
      TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
      TWILIO_VERIFY_SERVICE_SID: 'VA0123456789abcdef0123456789abcdef',
    },
    later: {},
  },
  {
    name: 'telnyx',
    title: 'Telnyx Messages',
    adapter: '@countersign/otp-telnyx',
    libraries: {
      telnyx: '^7.24.0',
    },
    account: {
      TELNYX_API_KEY: 'KEY0123456789ABCDEF_inbox',
      TELNYX_PHONE_NUMBER: '+15005550006',
    },
    later: {},
  },
  {
    name: 'telnyx-verify',
    title: 'Telnyx Verify',
    adapter: '@countersign/otp-telnyx',
    libraries: {
      telnyx: '^7.24.0',
    },
    account: {
      TELNYX_API_KEY: 'KEY0123456789ABCDEF_inbox',
      TELNYX_VERIFY_PROFILE_ID: '00000000-0000-4000-8000-000000000000',
    },
    later: {},
  },
  {
    name: 'sinch',
    title: 'Sinch Verification',
    adapter: '@countersign/otp-sinch',
    libraries: {},
    account: {
      SINCH_KEY_ID: '00000000-0000-4000-8000-000000000000',
      SINCH_KEY_SECRET: '0123456789abcdef0123456789abcdef',
    },
    later: {},
  },
  {
    name: 'sinch-sms',
    title: 'Sinch SMS',
    adapter: '@countersign/otp-sinch',
    libraries: {},
    account: {
      SINCH_SERVICE_PLAN_ID: 'inbox',
      SINCH_API_TOKEN: '0123456789abcdef0123456789abcdef',
    },
    later: {},
  },
  {
    name: 'sns',
    title: 'Amazon SNS',
    adapter: '@countersign/otp-sns',
    libraries: {
      '@aws-sdk/client-sns': '^3.1169.0',
    },
    account: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'made-up-for-the-inbox',
    },
    later: {},
  },
  {
    name: 'http-gateway',
    title: 'An HTTP gateway',
    adapter: '@countersign/otp-http-gateway',
    libraries: {},
    account: {},
    later: {
      SMS_ENDPOINT: 'https://gateway.example/send',
    },
  },
];
