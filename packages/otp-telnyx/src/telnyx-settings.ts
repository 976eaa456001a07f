/** What a deployment sets of Telnyx: rows by which `otp-config` reads, describes and documents the options of both products. */
import {
  ENDPOINT,
  type OptionName,
  type OptionPath,
  optional,
  type ProductSettings,
  type ReceiptSettings,
  required,
  SENDER_IDENTITY,
  type Setting,
  text,
  timeoutSetting,
  UUID,
  whole,
} from '@countersign/otp-core/settings';
import { API_KEY, type TelnyxConnectionOptions } from './telnyx-connection.ts';
import type { TelnyxDeliveryReportParserOptions } from './telnyx-delivery-report-parser.ts';
import type { TelnyxSmsSenderOptions } from './telnyx-sms-sender.ts';
import type { TelnyxVerificationProviderOptions } from './telnyx-verification-provider.ts';

/** What settings say for receipts alone. */
export type TelnyxReceiptOptions = Pick<TelnyxDeliveryReportParserOptions, 'publicKey'>;

type MessageOptions = TelnyxSmsSenderOptions | TelnyxReceiptOptions;
type VerifyOptions = TelnyxVerificationProviderOptions | TelnyxReceiptOptions;

const ACCOUNT: readonly Setting<'publicKey' | OptionName<TelnyxConnectionOptions>>[] = [
  required('apiKey', 'TELNYX_API_KEY', API_KEY, {
    about: 'an API v2 key',
    source: 'Telnyx portal, API Keys',
    otherNames: ['TELNYX_KEY', 'TELNYX_TOKEN', 'TELNYX_API_TOKEN', 'TELNYX_AUTH_TOKEN', 'TELNYX_MESSAGING_KEY'],
    disclosure: 'secret',
  }),
  optional('publicKey', 'TELNYX_PUBLIC_KEY', text(/^[A-Za-z0-9+/]{43}=$/, 'the public key as it is shown, in Base64'), {
    about: 'what receipts are checked with; not secret',
    source: 'Telnyx portal, Keys & Credentials',
    otherNames: ['TELNYX_WEBHOOK_PUBLIC_KEY', 'TELNYX_PUBLIC_SIGNING_KEY', 'TELNYX_WEBHOOK_KEY'],
  }),
  optional('baseUrl', 'TELNYX_BASE_URL', ENDPOINT, {
    about: "another address than Telnyx's, its version included",
    example: 'http://127.0.0.1:4025/v2',
    address: 'base',
    inboxPath: '/v2',
    otherNames: ['TELNYX_URL', 'TELNYX_API_BASE', 'TELNYX_API_URL'],
  }),
  timeoutSetting('TELNYX_TIMEOUT_MS'),
];

/** Of either product; the account has one key. Each listens at an address of its own. */
const RECEIPTS: Omit<ReceiptSettings<TelnyxReceiptOptions>, 'addressOption'> = {
  // The profile may have one.
  address: 'optional',
  needs: ['publicKey'],
  ownOptions: ['publicKey'],
};

const MESSAGE_ROWS: readonly Setting<OptionPath<MessageOptions>>[] = [
  ...ACCOUNT,
  optional('from', 'TELNYX_PHONE_NUMBER', SENDER_IDENTITY, {
    about: 'whom messages are from: a number, a short code or a name',
    source: 'Telnyx portal, Numbers',
    example: '+14155550100',
    otherNames: ['TELNYX_FROM_NUMBER', 'TELNYX_FROM', 'TELNYX_NUMBER', 'TELNYX_FROM_PHONE', 'TELNYX_SENDER'],
  }),
  optional('messagingProfileId', 'TELNYX_MESSAGING_PROFILE_ID', UUID, {
    about: 'the profile; needed without a number, and by a name',
    source: 'Telnyx portal, Messaging',
    otherNames: ['TELNYX_PROFILE_ID', 'TELNYX_MESSAGE_PROFILE_ID', 'TELNYX_SMS_PROFILE_ID'],
  }),
  optional('webhookUrl', 'TELNYX_WEBHOOK_URL', ENDPOINT, {
    about: 'where receipts go, if not to OTP_PUBLIC_URL',
    source: 'a route of yours',
    example: 'https://app.example/otp/webhooks/telnyx',
    address: 'callback',
  }),
];

/** Of text messages. */
export const TELNYX_SETTINGS: ProductSettings<MessageOptions> = {
  name: 'telnyx',
  title: 'Telnyx Messages',
  kind: 'sms-sender',
  packageName: '@countersign/otp-telnyx',
  sdk: 'telnyx',
  settings: MESSAGE_ROWS,
  alternatives: [[['from'], ['messagingProfileId']]],
  receipts: { ...RECEIPTS, addressOption: 'webhookUrl' },
};

const VERIFY_ROWS: readonly Setting<OptionPath<VerifyOptions>>[] = [
  ...ACCOUNT,
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

/** Of Telnyx Verify. */
export const TELNYX_VERIFY_SETTINGS: ProductSettings<VerifyOptions> = {
  name: 'telnyx-verify',
  title: 'Telnyx Verify',
  kind: 'verification-provider',
  packageName: '@countersign/otp-telnyx',
  sdk: 'telnyx',
  settings: VERIFY_ROWS,
  alternatives: [],
  receipts: { ...RECEIPTS, addressOption: null },
};
