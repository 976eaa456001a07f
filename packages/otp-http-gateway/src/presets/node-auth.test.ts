import {
  API_KEY,
  ASCII_IN_QUERY,
  accepted,
  BEYOND_GSM_IN_QUERY,
  describePreset,
  PASSWORD,
  refused,
  USERNAME,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://gateway.example/send';
const CREDENTIALS = `username=${WRITTEN.username}&password=${WRITTEN.password}`;

describePreset('node-auth', {
  options: { endpoint: ENDPOINT, apiKey: API_KEY, username: USERNAME, password: PASSWORD },
  plain: {
    url: `${ENDPOINT}?${CREDENTIALS}&phone=%2B39123456789&message=${ASCII_IN_QUERY}`,
    apiKeyHeader: API_KEY,
  },
  unicode: {
    url: `${ENDPOINT}?${CREDENTIALS}&phone=%2B39123456789&message=${BEYOND_GSM_IN_QUERY}`,
    apiKeyHeader: API_KEY,
  },
  answers: [
    accepted(200, 'OK'),
    accepted(201, '{"status":"sent"}'),
    refused(200, 'ERR: no credit', 'unknown'),
    refused(200, '{"success":false}', 'unknown'),
    refused(403, '', 'authentication'),
    unknown(200, '0 Invalid number'),
  ],
  emptyBody: 'accepted',
  nonsense: 'accepted',
});
