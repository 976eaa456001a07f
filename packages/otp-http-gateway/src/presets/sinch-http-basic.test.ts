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
    accepted(202, '0f1e2d3c4b5a69788796a5b4c3d2e1f0', '0f1e2d3c4b5a69788796a5b4c3d2e1f0'),
    accepted(202, '0f1e2d3c4b5a69788796a5b4c3d2e1f0\r\n', '0f1e2d3c4b5a69788796a5b4c3d2e1f0'),
    unknown(200, '0f1e2d3c4b5a69788796a5b4c3d2e1f0'),
    unknown(202, '0f1e2d3c4b5a69788796a5b4c3d2e1f00'),
    unknown(202, 'Accepted'),
    refused(406, 'Not acceptable 3', 'unknown'),
    refused(400, 'Invalid mclass value', 'configuration'),
    refused(403, 'Forbidden', 'authentication'),
    unknown(503, 'Temporarily unavailable'),
  ],
});
