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

const ENDPOINT = 'https://api.clickatell.com/http/sendmsg';
const START = `user=${WRITTEN.username}&password=${WRITTEN.password}&to=39123456789`;

describePreset('clickatell-http', {
  options: { username: USERNAME, password: PASSWORD, from: FROM, parameters: { api_id: '3456789' } },
  plain: { url: ENDPOINT, body: `${START}&text=${ASCII_IN_FORM}&from=Acme&api_id=3456789` },
  unicode: { url: ENDPOINT, body: `${START}&text=${BEYOND_GSM_IN_HEX}&from=Acme&api_id=3456789&unicode=1` },
  answers: [
    accepted(200, 'ID: 205e85d0578314037a96175249fc6a2b', '205e85d0578314037a96175249fc6a2b'),
    accepted(200, 'ID: 205e85d0\r\n', '205e85d0'),
    unknown(200, 'ID: '),
    unknown(202, 'ID: 205e85d0'),
    refused(200, 'ERR: 001, Authentication failed', 'authentication', '001'),
    refused(200, 'ERR: 002, Unknown username or password', 'authentication', '002'),
    refused(200, 'ERR: 007, IP Lockdown violation', 'authentication', '007'),
    refused(200, 'ERR: 105, Invalid Destination Address', 'invalid-recipient', '105'),
    refused(200, 'ERR: 114, Cannot route message', 'unreachable-recipient', '114'),
    refused(200, 'ERR: 121, Destination mobile number blocked', 'blocked-destination', '121'),
    refused(200, 'ERR: 122, Destination mobile opted out', 'opted-out', '122'),
    refused(200, 'ERR: 123, Invalid Sender ID', 'configuration', '123'),
    temporary(200, 'ERR: 130, Maximum MT limit exceeded', 'rate-limited', '130'),
    refused(200, 'ERR: 301, No Credit Left', 'insufficient-funds', '301'),
    temporary(200, 'ERR: 901, Internal error. Please retry', 'unavailable', '901'),
    refused(200, 'ERR: 999, Something new', 'unknown', '999'),
    unknown(200, 'ERR: something'),
  ],
});
