import {
  ASCII_IN_FORM,
  accepted,
  BEYOND_GSM_IN_FORM,
  describePreset,
  FROM,
  PASSWORD,
  refused,
  USERNAME,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://playsms.example/index.php';
const START = `u=${WRITTEN.username}&h=${WRITTEN.password}&to=%2B39123456789`;

describePreset('playsms-ws', {
  options: { endpoint: ENDPOINT, username: USERNAME, password: PASSWORD, from: FROM },
  plain: { url: ENDPOINT, body: `${START}&msg=${ASCII_IN_FORM}&from=Acme&app=ws&op=pv` },
  unicode: { url: ENDPOINT, body: `${START}&msg=${BEYOND_GSM_IN_FORM}&from=Acme&app=ws&op=pv&unicode=1` },
  answers: [
    accepted(
      200,
      '{"data":[{"status":"OK","error":"0","smslog_id":"30","queue":"afb5","to":"0987654321"}],"error_string":null}',
      '30',
    ),
    unknown(200, '{"status":"OK"}'),
    unknown(200, '{"data":[]}'),
    unknown(200, '{"data":[{"status":"PENDING"}]}'),
    refused(200, '{"status":"ERR","error":"100","error_string":"authentication failed"}', 'authentication', '100'),
    refused(200, '{"status":"ERR","error":"101"}', 'configuration', '101'),
    refused(200, '{"status":"ERR","error":102}', 'configuration', '102'),
    refused(200, '{"status":"ERR","error":"103"}', 'insufficient-funds', '103'),
    refused(200, '{"status":"ERR","error":"104"}', 'authentication', '104'),
    refused(200, '{"status":"ERR","error":"105"}', 'authentication', '105'),
    refused(200, '{"status":"ERR","error":"106"}', 'authentication', '106'),
    refused(200, '{"data":[{"status":"ERR","error":"200"}]}', 'unknown', '200'),
    refused(200, '{"data":[{"status":"ERR","error":"201"}]}', 'configuration', '201'),
    refused(200, 'ERR 103', 'insufficient-funds', '103'),
  ],
});
