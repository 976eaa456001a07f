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

const ENDPOINT = 'https://api.msg91.com/api/v2/sendsms';
const START = `${ENDPOINT}?authkey=${WRITTEN.apiKey}&mobiles=39123456789`;

describePreset('msg91', {
  options: { apiKey: API_KEY, from: FROM },
  plain: { url: `${START}&message=${ASCII_IN_QUERY}&sender=Acme&route=4&country=0&response=json` },
  unicode: { url: `${START}&message=${BEYOND_GSM_IN_QUERY}&sender=Acme&route=4&country=0&response=json&unicode=1` },
  answers: [
    accepted(200, '{"message":"5134842646923e183d000075","type":"success"}', '5134842646923e183d000075'),
    accepted(200, '{"type":"success"}'),
    unknown(201, '{"type":"success"}'),
    unknown(200, '{"message":"5134842646923e183d000075"}'),
    unknown(200, '5134842646923e183d000075'),
    refused(200, '{"type":"error","message":"x","code":"106"}', 'authentication', '106'),
    refused(200, '{"type":"error","message":"x","code":418}', 'authentication', '418'),
    refused(401, '{"type":"error","message":"x","code":201}', 'authentication', '201'),
    refused(200, '{"type":"error","message":"Please try again"}', 'unknown'),
  ],
});
