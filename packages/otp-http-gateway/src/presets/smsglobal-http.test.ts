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

const ENDPOINT = 'https://api.smsglobal.com/http-api.php';
const START = `user=${WRITTEN.username}&password=${WRITTEN.password}&to=39123456789`;

describePreset('smsglobal-http', {
  options: { username: USERNAME, password: PASSWORD, from: FROM },
  plain: { url: ENDPOINT, body: `${START}&text=${ASCII_IN_FORM}&from=Acme&action=sendsms` },
  unicode: { url: ENDPOINT, body: `${START}&text=${BEYOND_GSM_IN_FORM}&from=Acme&action=sendsms` },
  answers: [
    accepted(
      200,
      'OK: 0; Sent queued message ID: 86b1a945370734f4 SMSGlobalMsgID:6942744494999745',
      '6942744494999745',
    ),
    accepted(200, 'OK: 0; SMSGlobalMsgID: 6942744494999745', '6942744494999745'),
    accepted(200, 'OK: 0; Sent queued message ID: 86b1a945370734f4'),
    unknown(200, 'OK: 1; Delayed'),
    unknown(200, 'OK'),
    refused(200, 'ERROR: 88', 'insufficient-funds', '88'),
    refused(200, 'ERROR: 8 - Invalid Mobile Number', 'invalid-recipient', '8'),
    refused(200, 'ERROR 13 - Invalid Mobile Number', 'invalid-recipient', '13'),
    refused(200, 'ERROR: No action requested', 'unknown'),
    refused(400, 'ERROR: 13', 'invalid-recipient', '13'),
    unknown(200, 'ERRORS: none'),
    unknown(500, 'ERROR: 88', '88'),
  ],
});
