import {
  ASCII_IN_QUERY,
  accepted,
  BEYOND_GSM_IN_QUERY,
  describePreset,
  FROM,
  PASSWORD,
  refused,
  temporary,
  USERNAME,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://kannel.example:13013/cgi-bin/sendsms';
const START = `${ENDPOINT}?username=${WRITTEN.username}&password=${WRITTEN.password}&to=%2B39123456789`;

describePreset('kannel', {
  options: { endpoint: ENDPOINT, username: USERNAME, password: PASSWORD, from: FROM },
  plain: { url: `${START}&text=${ASCII_IN_QUERY}&from=Acme&charset=UTF-8&coding=0` },
  unicode: { url: `${START}&text=${BEYOND_GSM_IN_QUERY}&from=Acme&charset=UTF-8&coding=2` },
  answers: [
    accepted(202, '0: Accepted for delivery'),
    accepted(202, '3: Queued for later delivery'),
    accepted(202, 'Sent.'),
    unknown(200, '0: Accepted for delivery'),
    unknown(202, 'Queue is full'),
    refused(403, 'Authorization failed for sendsms', 'authentication'),
    refused(202, 'Authorization failed for sendsms', 'authentication'),
    refused(403, 'Not routable. Do not try again.', 'unreachable-recipient'),
    refused(400, 'Missing receiver number, rejected', 'unknown'),
    temporary(503, 'Temporal failure, try again later.', 'unavailable'),
    unknown(503, 'Service Unavailable'),
    unknown(500, 'Temporal failure, try again later.'),
  ],
});
