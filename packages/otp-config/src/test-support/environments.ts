/** Accounts that are right in shape and nobody's. */
import type { ProviderName } from '../settings/provider-settings.ts';

export const SECRET = 'a-secret-of-the-tests-0123456789-abcdef';
const TWILIO_TOKEN = 'fedcba9876543210fedcba9876543210';
const TELNYX_KEY = 'KEY0123456789ABCDEF';
export const SINCH_SECRET = 'MDEyMzQ1Njc4OWFiY2RlZg==';
const SINCH_TOKEN = 'token-of-a-service-plan';
const GATEWAY_PASSWORD = 'the-password-of-a-gateway';

/** Whatever must never be seen in an error or a description. */
export const CREDENTIALS = [SECRET, TWILIO_TOKEN, TELNYX_KEY, SINCH_SECRET, SINCH_TOKEN, GATEWAY_PASSWORD];

const TWILIO = { TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef', TWILIO_AUTH_TOKEN: TWILIO_TOKEN };

export const ACCOUNTS: Readonly<Record<ProviderName, Readonly<Record<string, string>>>> = {
  twilio: { ...TWILIO, TWILIO_PHONE_NUMBER: '+14155550100' },
  'twilio-verify': { ...TWILIO, TWILIO_VERIFY_SERVICE_SID: 'VA0123456789abcdef0123456789abcdef' },
  telnyx: { TELNYX_API_KEY: TELNYX_KEY, TELNYX_PHONE_NUMBER: '+14155550100' },
  'telnyx-verify': {
    TELNYX_API_KEY: TELNYX_KEY,
    TELNYX_VERIFY_PROFILE_ID: '12ade33a-21c0-473b-b055-b3c836e1c292',
  },
  sinch: { SINCH_KEY_ID: '1a2b3c4d-0000-4000-8000-123456789abc', SINCH_KEY_SECRET: SINCH_SECRET },
  'sinch-sms': { SINCH_SERVICE_PLAN_ID: 'plan-0123', SINCH_API_TOKEN: SINCH_TOKEN },
  sns: { AWS_REGION: 'eu-west-1' },
  'http-gateway': { SMS_ENDPOINT: 'https://gateway.example/send', SMS_PASSWORD: GATEWAY_PASSWORD, SMS_USERNAME: 'me' },
  inbox: {},
};

/** An environment in which the providers can be made. */
export function environmentOf(...names: readonly ProviderName[]): Record<string, string> {
  return Object.assign({ OTP_PROVIDER: names.join(','), OTP_SECRET: SECRET }, ...names.map((name) => ACCOUNTS[name]));
}
