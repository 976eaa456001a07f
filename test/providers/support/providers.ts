/** The eight providers, each through its real SDK, at an address of the test's choice. */

import type { SmsSender, VerificationProvider } from '@countersign/otp-core/spec';
import { createHttpGatewaySmsSender } from '@countersign/otp-http-gateway';
import { createSinchSmsSender, createSinchVerificationProvider } from '@countersign/otp-sinch';
import { createSnsSmsSender } from '@countersign/otp-sns';
import { createTelnyxSmsSender, createTelnyxVerificationProvider } from '@countersign/otp-telnyx';
import { createTwilioSmsSender, createTwilioVerificationProvider } from '@countersign/otp-twilio';

/** Where a provider is, and how long it may take. */
export interface Place {
  /** Of an inbox, or of whatever stands in for a vendor; without a slash at its end. */
  readonly url: string;
  readonly timeoutMs?: number;
}

/** What verification providers are told besides: how long their codes are. */
export interface VerificationPlace extends Place {
  readonly codeLength?: number;
}

/** One provider as a deployment would name it. */
export interface ProviderEntry<Provider = SmsSender | VerificationProvider, Where extends Place = Place> {
  readonly name: string;
  create(place: Where): Provider;
}

/** What no event, outcome or line of a log may hold. */
export const CREDENTIALS = {
  twilioAuthToken: 'c0ffee11c0ffee22c0ffee33c0ffee44',
  telnyxApiKey: 'KEY0185C0FFEE0185C0FFEE_q7Zt',
  sinchApplicationSecret: 'BeIukql3pTKJ8RGL5zo0DA==',
  sinchApiToken: 'c0ffee5e2d4b4f1ab0b7c0ffee5e2d4b',
  snsSecretAccessKey: 'wJalrXUtnFEMI0K7MDENG0bPxRfiCYc0ffeeKEY0',
  gatewayApiKey: 'gateway-key-c0ffee',
  gatewayPassword: 'gateway-password-c0ffee',
  engineSecret: 'a secret of the tests, 32 bytes and more',
} as const;

export const SINCH_APPLICATION = {
  applicationKey: '669e367e-6bba-48ab-af15-266871c28135',
  applicationSecret: CREDENTIALS.sinchApplicationSecret,
} as const;

const TWILIO_ACCOUNT = { accountSid: `AC${'5a'.repeat(16)}`, authToken: CREDENTIALS.twilioAuthToken } as const;

/** Senders: the code is ours. */
export const SENDERS = [
  {
    name: 'twilio',
    create: ({ url, ...rest }) =>
      createTwilioSmsSender({ ...TWILIO_ACCOUNT, from: '+14155550100', baseUrl: url, ...rest }),
  },
  {
    name: 'telnyx',
    create: ({ url, ...rest }) =>
      createTelnyxSmsSender({
        apiKey: CREDENTIALS.telnyxApiKey,
        from: '+18445550001',
        baseUrl: `${url}/v2`,
        ...rest,
      }),
  },
  {
    name: 'sinch-sms',
    create: ({ url, ...rest }) =>
      createSinchSmsSender({ servicePlanId: 'plan-1', apiToken: CREDENTIALS.sinchApiToken, baseUrl: url, ...rest }),
  },
  {
    name: 'sns',
    create: ({ url, ...rest }) =>
      createSnsSmsSender({
        region: 'eu-west-1',
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: CREDENTIALS.snsSecretAccessKey },
        endpoint: url,
        ...rest,
      }),
  },
  {
    name: 'http-gateway',
    create: ({ url, ...rest }) =>
      createHttpGatewaySmsSender({
        endpoint: `${url}/gateway`,
        username: 'me',
        password: CREDENTIALS.gatewayPassword,
        apiKey: CREDENTIALS.gatewayApiKey,
        messageId: { json: 'id' },
        ...rest,
      }),
  },
] as const satisfies readonly ProviderEntry<SmsSender>[];

/** Verification providers: the code is theirs. */
export const VERIFICATION_PROVIDERS = [
  {
    name: 'twilio-verify',
    create: ({ url, ...rest }) =>
      createTwilioVerificationProvider({
        ...TWILIO_ACCOUNT,
        serviceSid: `VA${'7c'.repeat(16)}`,
        baseUrl: url,
        ...rest,
      }),
  },
  {
    name: 'telnyx-verify',
    create: ({ url, ...rest }) =>
      createTelnyxVerificationProvider({
        apiKey: CREDENTIALS.telnyxApiKey,
        verifyProfileId: '12ade33a-21c0-473b-b055-b3c836e1c292',
        baseUrl: `${url}/v2`,
        ...rest,
      }),
  },
  {
    name: 'sinch',
    create: ({ url, ...rest }) => createSinchVerificationProvider({ ...SINCH_APPLICATION, baseUrl: url, ...rest }),
  },
] as const satisfies readonly ProviderEntry<VerificationProvider, VerificationPlace>[];

export const PROVIDERS: readonly ProviderEntry[] = [...SENDERS, ...VERIFICATION_PROVIDERS];
