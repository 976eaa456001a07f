import {
  ASCII_IN_QUERY,
  accepted,
  BEYOND_GSM_IN_QUERY,
  describePreset,
  FROM,
  PASSWORD,
  refused,
  USERNAME,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://http-eu1.clxcommunications.com:3801/sendsms';
const START = `${ENDPOINT}?username=${WRITTEN.username}&password=${WRITTEN.password}&to=%2B39123456789`;

describePreset('sinch-http-basic', {
  options: { endpoint: ENDPOINT, username: USERNAME, password: PASSWORD, from: FROM },
  plain: { url: `${START}&text=${ASCII_IN_QUERY}&from=Acme&charset=UTF-8&coding=0` },
  unicode: { url: `${START}&text=${BEYOND_GSM_IN_QUERY}&from=Acme&charset=UTF-8&coding=2` },
  answers: [
    accepted(202, '0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef'),
    accepted(202, '0123456789abcdef0123456789abcdef\r\n', '0123456789abcdef0123456789abcdef'),
    unknown(200, '0123456789abcdef0123456789abcdef'),
    unknown(202, '0123456789abcdef0123456789abcdef0'),
    unknown(202, 'Accepted'),
    refused(406, 'Not acceptable 3', 'unknown'),
    refused(400, 'Invalid mclass value', 'configuration'),
    refused(403, 'Forbidden', 'authentication'),
    unknown(503, 'Temporarily unavailable'),
  ],
});
