import {
  API_KEY,
  ASCII_IN_QUERY,
  accepted,
  BEYOND_GSM_IN_QUERY,
  describePreset,
  FROM,
  refused,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://orgds.example/api';
const START = `${ENDPOINT}?token=${WRITTEN.apiKey}&recipients=39123456789`;

describePreset('orgds-apix', {
  options: { endpoint: ENDPOINT, apiKey: API_KEY, from: FROM },
  plain: { url: `${START}&message=${ASCII_IN_QUERY}&sender=Acme&cmd=send` },
  unicode: { url: `${START}&message=${BEYOND_GSM_IN_QUERY}&sender=Acme&cmd=send` },
  answers: [
    accepted(200, '600'),
    accepted(200, '600: Message sent/scheduled successfully'),
    unknown(202, '600'),
    unknown(200, '6001'),
    unknown(200, '1234.12'),
    refused(200, '700', 'unknown', '700'),
    refused(200, '706: Invalid credentials', 'authentication', '706'),
    refused(200, '708', 'invalid-recipient', '708'),
    refused(200, '709', 'insufficient-funds', '709'),
    refused(200, '713', 'account-suspended', '713'),
    refused(200, '714', 'unknown', '714'),
    unknown(200, '715', '715'),
  ],
});
