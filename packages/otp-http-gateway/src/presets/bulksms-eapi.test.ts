import {
  ASCII_IN_FORM,
  accepted,
  BEYOND_GSM_IN_HEX,
  describePreset,
  FROM,
  PASSWORD,
  refused,
  temporary,
  USERNAME,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://bulksms.vsms.net/eapi/submission/send_sms/2/2.0';
const START = `username=${WRITTEN.username}&password=${WRITTEN.password}&msisdn=39123456789`;

describePreset('bulksms-eapi', {
  options: { endpoint: ENDPOINT, username: USERNAME, password: PASSWORD, from: FROM },
  plain: { url: ENDPOINT, body: `${START}&message=${ASCII_IN_FORM}&sender=Acme` },
  unicode: { url: ENDPOINT, body: `${START}&message=${BEYOND_GSM_IN_HEX}&sender=Acme&dca=16bit` },
  answers: [
    accepted(200, '0|IN_PROGRESS|8172635', '8172635'),
    accepted(200, '0||8172635', '8172635'),
    unknown(200, '0|IN_PROGRESS|', '0'),
    unknown(200, '1|SCHEDULED|8172635', '1'),
    unknown(201, '0|IN_PROGRESS|8172635', '0'),
    refused(200, '22|internal fatal error|', 'unavailable', '22'),
    refused(200, '23|invalid credentials (username was: x)|', 'authentication', '23'),
    refused(200, '24|data validation failed|', 'configuration', '24'),
    refused(200, '25|insufficient credits|', 'insufficient-funds', '25'),
    refused(200, '27|daily quota exceeded|', 'rate-limited', '27'),
    temporary(200, '40|temporarily unavailable|', 'unavailable', '40'),
    unknown(200, '99|something new|', '99'),
  ],
});
