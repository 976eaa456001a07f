import type { SinchSettings } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { optional, required, type Setting } from './setting.ts';
import { ENDPOINT, text, UUID, whole } from './shape.ts';

const BASE64 = text(
  /^(?=.{16,512}$)(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'the secret as it is shown, in Base64',
);

const SETTINGS: readonly Setting<keyof SinchSettings & string>[] = [
  required('applicationKey', 'SINCH_KEY_ID', UUID, {
    about: 'the key of the app',
    source: 'Sinch dashboard, Verification, Apps',
    // As Sinch's own SDK and samples call it; its functions say VERIFICATION_….
    otherNames: ['SINCH_APPLICATION_KEY', 'SINCH_APP_KEY', 'VERIFICATION_APPLICATION_ID', 'SINCH_VERIFICATION_KEY'],
  }),
  required('applicationSecret', 'SINCH_KEY_SECRET', BASE64, {
    about: 'the secret of the app',
    source: 'Sinch dashboard, Verification, Apps',
    otherNames: [
      'SINCH_APPLICATION_SECRET',
      'SINCH_APP_SECRET',
      'VERIFICATION_APPLICATION_SECRET',
      'SINCH_VERIFICATION_SECRET',
    ],
    disclosure: 'secret',
  }),
  optional('codeLength', 'SINCH_CODE_LENGTH', whole(4, 10), {
    about: 'digits of its codes, where Sinch has set up other than four',
    example: '4',
  }),
  optional('baseUrl', 'SINCH_BASE_URL', ENDPOINT, {
    about: "another address than Sinch's",
    example: 'http://127.0.0.1:4025',
    address: 'base',
    inboxPath: '',
    otherNames: ['SINCH_VERIFICATION_BASE_URL', 'SINCH_URL'],
  }),
  optional('timeoutMs', 'SINCH_TIMEOUT_MS', whole(1, 60_000), {
    about: 'milliseconds for a whole call',
    example: '10000',
  }),
];

export const SINCH: ProviderEntry = {
  name: 'sinch',
  title: 'Sinch Verification',
  kind: 'verification-provider',
  packageName: '@countersign/otp-sinch',
  sdk: null,
  settings: SETTINGS,
  alternatives: [],
  otherNames: ['sinch-verify', 'sinch-verification'],
  receipts: {
    addressOption: null,
    address: 'optional',
    needs: ['applicationKey', 'applicationSecret'],
    ownOptions: [],
  },
};
