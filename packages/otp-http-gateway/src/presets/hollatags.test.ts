import {
  ASCII_IN_FORM,
  accepted,
  BEYOND_GSM_IN_FORM,
  describePreset,
  FROM,
  PASSWORD,
  refused,
  temporary,
  USERNAME,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://sms.hollatags.com/api/send';
const START = `user=${WRITTEN.username}&pass=${WRITTEN.password}&to=39123456789`;

describePreset('hollatags', {
  options: { username: USERNAME, password: PASSWORD, from: FROM },
  plain: { url: ENDPOINT, body: `${START}&msg=${ASCII_IN_FORM}&from=Acme&type=0` },
  unicode: { url: ENDPOINT, body: `${START}&msg=${BEYOND_GSM_IN_FORM}&from=Acme&type=2` },
  answers: [
    accepted(200, 'sent'),
    accepted(200, 'sent\n'),
    accepted(200, '39123456789,24137cf8-eccc-469c-80af-109538857e53', '24137cf8-eccc-469c-80af-109538857e53'),
    accepted(200, '39123456789, 24137cf8-eccc', '24137cf8-eccc'),
    unknown(200, 'sent?'),
    unknown(200, 'not sent'),
    unknown(200, '39123456789'),
    unknown(202, 'sent'),
    refused(200, 'error_param', 'configuration', 'error_param'),
    refused(200, 'error_credit', 'insufficient-funds', 'error_credit'),
    temporary(200, 'error_billing', 'unavailable', 'error_billing'),
    temporary(200, 'error_gw', 'unavailable', 'error_gw'),
    refused(200, 'error_user', 'authentication', 'error_user'),
    refused(200, 'error_limit', 'invalid-recipient', 'error_limit'),
    refused(200, 'error_new', 'unknown', 'error_new'),
  ],
});
