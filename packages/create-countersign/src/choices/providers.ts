/** Who sends the codes. What `@countersign/otp-config` knows of them is repeated here, and compared with it by a test. */
import type { Choice, Ranges } from './choice.ts';

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

/** Who can send the codes of an app. */
export interface Provider extends Choice<ProviderName> {
  /** Its adapter, of `@countersign`. */
  readonly adapter: string;
  readonly libraries: Ranges;
  /** Made up, and of the right shape: the local inbox takes them. */
  readonly account: Readonly<Record<string, string>>;
  /** Variables that the inbox stands in for, with an example. */
  readonly later: Readonly<Record<string, string>>;
}

const HEX = '0123456789abcdef'.repeat(2);
const UUID = '00000000-0000-4000-8000-000000000000';
const NUMBER = '+15005550006';
const TWILIO = {
  adapter: '@countersign/otp-twilio',
  libraries: { twilio: '^6.2.0' },
  later: {},
};
const TWILIO_ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${HEX}`, TWILIO_AUTH_TOKEN: HEX };
const TELNYX = {
  adapter: '@countersign/otp-telnyx',
  libraries: { telnyx: '^7.24.0' },
  later: {},
};
const TELNYX_ACCOUNT = { TELNYX_API_KEY: 'KEY0123456789ABCDEF' };
const SINCH = { adapter: '@countersign/otp-sinch', libraries: {}, later: {} };
const GATEWAY = { adapter: '@countersign/otp-http-gateway', libraries: {}, account: {} };

export const PROVIDERS: readonly Provider[] = [
  { name: 'inbox', title: 'local inbox, until you have an account', ...GATEWAY, later: {} },
  { name: 'twilio', title: 'Twilio', ...TWILIO, account: { ...TWILIO_ACCOUNT, TWILIO_PHONE_NUMBER: NUMBER } },
  {
    name: 'twilio-verify',
    title: 'Twilio Verify',
    ...TWILIO,
    account: { ...TWILIO_ACCOUNT, TWILIO_VERIFY_SERVICE_SID: `VA${HEX}` },
  },
  { name: 'telnyx', title: 'Telnyx', ...TELNYX, account: { ...TELNYX_ACCOUNT, TELNYX_PHONE_NUMBER: NUMBER } },
  {
    name: 'telnyx-verify',
    title: 'Telnyx Verify',
    ...TELNYX,
    account: { ...TELNYX_ACCOUNT, TELNYX_VERIFY_PROFILE_ID: UUID },
  },
  {
    name: 'sinch',
    title: 'Sinch Verification',
    ...SINCH,
    account: { SINCH_KEY_ID: UUID, SINCH_KEY_SECRET: 'MDEyMzQ1Njc4OWFiY2RlZg==' },
  },
  {
    name: 'sinch-sms',
    title: 'Sinch SMS',
    ...SINCH,
    account: { SINCH_SERVICE_PLAN_ID: 'my-service-plan', SINCH_API_TOKEN: HEX },
  },
  {
    name: 'sns',
    title: 'Amazon SNS',
    adapter: '@countersign/otp-sns',
    libraries: { '@aws-sdk/client-sns': '^3.1169.0' },
    account: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'made-up-for-the-inbox',
    },
    later: {},
  },
  {
    name: 'http-gateway',
    title: 'an HTTP gateway',
    ...GATEWAY,
    later: { SMS_ENDPOINT: 'https://gateway.example/send' },
  },
];
