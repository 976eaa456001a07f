import {
  API_KEY,
  ASCII_IN_QUERY,
  accepted,
  BEYOND_GSM_IN_QUERY,
  describePreset,
  FROM,
  PASSWORD,
  refused,
  temporary,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://libyasms.example/sendtext';
const START = `${ENDPOINT}?secretkey=${WRITTEN.password}&apikey=${WRITTEN.apiKey}&toUser=39123456789`;

describePreset('libyasms', {
  options: { endpoint: ENDPOINT, apiKey: API_KEY, password: PASSWORD, from: FROM },
  plain: { url: `${START}&messageContent=${ASCII_IN_QUERY}&callerID=Acme` },
  unicode: { url: `${START}&messageContent=${BEYOND_GSM_IN_QUERY}&callerID=Acme` },
  answers: [
    accepted(200, '{"Status":"0","Text":"ACCEPTD","Message_ID":"4004"}', '4004'),
    accepted(200, '{"Status":0}'),
    unknown(200, '{"Text":"ACCEPTD"}'),
    unknown(202, '{"Status":"0"}', '0'),
    refused(200, '{"Status":"108","Text":"REJECTD"}', 'authentication', '108'),
    refused(200, '{"Status":"109","Text":"REJECTD"}', 'authentication', '109'),
    refused(200, '{"Status":"114","Text":"REJECTD"}', 'content-rejected', '114'),
    refused(200, '{"Status":"101","Text":"REJECTD"}', 'unavailable', '101'),
    temporary(200, '{"Status":"137","Text":"REJECTD"}', 'rate-limited', '137'),
    refused(200, '{"Status":"-42","Text":"x"}', 'authentication', '-42'),
    refused(200, '{"Status":"999","Text":"x"}', 'unknown', '999'),
  ],
});
