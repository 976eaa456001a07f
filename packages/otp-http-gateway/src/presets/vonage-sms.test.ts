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

const ENDPOINT = 'https://rest.nexmo.com/sms/json';
const START = `api_key=${WRITTEN.username}&api_secret=${WRITTEN.password}&to=39123456789`;

describePreset('vonage-sms', {
  options: { username: USERNAME, password: PASSWORD, from: FROM },
  plain: { url: ENDPOINT, body: `${START}&text=${ASCII_IN_FORM}&from=Acme` },
  unicode: { url: ENDPOINT, body: `${START}&text=${BEYOND_GSM_IN_FORM}&from=Acme&type=unicode` },
  answers: [
    accepted(200, '{"messages":[{"status":"0","message-id":"0A0000000123ABCD1"}]}', '0A0000000123ABCD1'),
    accepted(200, '{"messages":[{"status":"0","message-id":"0A1"},{"status":"0","message-id":"0A2"}]}', '0A1'),
    unknown(200, '{"messages":[{"status":"0"},{"status":"9"}]}', '0'),
    unknown(200, '{"messages":[]}'),
    unknown(200, '{"message-count":"1"}'),
    unknown(202, '{"messages":[{"status":"0"}]}', '0'),
    refused(200, '{"messages":[{"status":"9"},{"status":"9"}]}', 'insufficient-funds', '9'),
    temporary(200, '{"message-count":"1","messages":[{"status":"1","error-text":"x"}]}', 'rate-limited', '1'),
    refused(200, '{"message-count":"1","messages":[{"status":"2","error-text":"x"}]}', 'configuration', '2'),
    refused(200, '{"message-count":"1","messages":[{"status":"3","error-text":"x"}]}', 'configuration', '3'),
    refused(200, '{"message-count":"1","messages":[{"status":"4","error-text":"x"}]}', 'authentication', '4'),
    temporary(200, '{"message-count":"1","messages":[{"status":"5","error-text":"x"}]}', 'unavailable', '5'),
    refused(200, '{"message-count":"1","messages":[{"status":"6","error-text":"x"}]}', 'unreachable-recipient', '6'),
    refused(200, '{"message-count":"1","messages":[{"status":"7","error-text":"x"}]}', 'blocked-destination', '7'),
    refused(200, '{"message-count":"1","messages":[{"status":"8","error-text":"x"}]}', 'account-suspended', '8'),
    refused(200, '{"message-count":"1","messages":[{"status":"9","error-text":"x"}]}', 'insufficient-funds', '9'),
    temporary(200, '{"message-count":"1","messages":[{"status":"10","error-text":"x"}]}', 'rate-limited', '10'),
    refused(200, '{"message-count":"1","messages":[{"status":"14","error-text":"x"}]}', 'authentication', '14'),
    refused(200, '{"message-count":"1","messages":[{"status":"15","error-text":"x"}]}', 'configuration', '15'),
    refused(200, '{"message-count":"1","messages":[{"status":"22","error-text":"x"}]}', 'configuration', '22'),
    refused(200, '{"message-count":"1","messages":[{"status":"29","error-text":"x"}]}', 'configuration', '29'),
    refused(200, '{"message-count":"1","messages":[{"status":"33","error-text":"x"}]}', 'blocked-destination', '33'),
    refused(200, '{"message-count":"1","messages":[{"status":"99","error-text":"x"}]}', 'unknown', '99'),
  ],
});
