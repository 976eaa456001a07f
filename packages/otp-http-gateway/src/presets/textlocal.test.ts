import {
  API_KEY,
  ASCII_IN_FORM,
  accepted,
  BEYOND_GSM_IN_FORM,
  describePreset,
  FROM,
  refused,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://api.textlocal.in/send/';
const START = `apikey=${WRITTEN.apiKey}&numbers=39123456789`;

describePreset('textlocal', {
  options: { apiKey: API_KEY, from: FROM },
  plain: { url: ENDPOINT, body: `${START}&message=${ASCII_IN_FORM}&sender=Acme` },
  unicode: { url: ENDPOINT, body: `${START}&message=${BEYOND_GSM_IN_FORM}&sender=Acme` },
  answers: [
    accepted(200, '{"status":"success","messages":[{"id":"1151346216","recipient":1}]}', '1151346216'),
    accepted(200, '{"status":"success"}'),
    unknown(200, '{"status":"SUCCESS"}'),
    unknown(200, '{"messages":[{"id":"1151346216"}]}'),
    refused(200, '{"errors":[{"code":3,"message":"x"}],"status":"failure"}', 'authentication', '3'),
    refused(200, '{"errors":[{"code":7,"message":"x"}],"status":"failure"}', 'insufficient-funds', '7'),
    refused(200, '{"errors":[{"code":43,"message":"x"}],"status":"failure"}', 'configuration', '43'),
    refused(200, '{"errors":[{"code":51,"message":"x"}],"status":"failure"}', 'invalid-recipient', '51'),
    refused(200, '{"errors":[{"code":192,"message":"x"}],"status":"failure"}', 'unknown', '192'),
    refused(200, '{"status":"failure"}', 'unknown'),
  ],
});
