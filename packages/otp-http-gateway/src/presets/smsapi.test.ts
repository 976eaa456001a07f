import {
  API_KEY,
  ASCII_IN_FORM,
  accepted,
  BEYOND_GSM_IN_FORM,
  describePreset,
  FROM,
  refused,
  unknown,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://api.smsapi.com/sms.do';
const START = `to=39123456789`;

describePreset('smsapi', {
  options: { apiKey: API_KEY, from: FROM },
  plain: {
    url: ENDPOINT,
    body: `${START}&message=${ASCII_IN_FORM}&from=Acme&format=json`,
    authorization: `Bearer ${API_KEY}`,
  },
  unicode: {
    url: ENDPOINT,
    body: `${START}&message=${BEYOND_GSM_IN_FORM}&from=Acme&format=json`,
    authorization: `Bearer ${API_KEY}`,
  },
  answers: [
    accepted(200, '{"count":1,"list":[{"id":"5A27C12B","points":0.16,"error":null}]}', '5A27C12B'),
    unknown(200, '{"count":0,"list":[]}'),
    unknown(200, '{"count":1}'),
    unknown(200, '{"error":101,"list":[{"id":"5A27C12B"}]}', '101'),
    refused(200, '{"error":13,"message":"x"}', 'invalid-recipient', '13'),
    refused(200, '{"error":14,"message":"x"}', 'configuration', '14'),
    refused(200, '{"error":101,"message":"Authorization failed"}', 'authentication', '101'),
    refused(401, '{"error":102,"message":"x"}', 'authentication', '102'),
    refused(200, '{"error":"103","message":"x"}', 'insufficient-funds', '103'),
    refused(200, '{"error":105,"message":"x"}', 'authentication', '105'),
    refused(200, '{"error":999,"message":"x"}', 'unknown', '999'),
  ],
});
