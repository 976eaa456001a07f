import {
  ASCII_IN_FORM,
  accepted,
  BEYOND_GSM_IN_HEX,
  describePreset,
  FROM,
  PASSWORD,
  refused,
  USERNAME,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://jasmin.example:1401/send';
const START = `username=${WRITTEN.username}&password=${WRITTEN.password}&to=%2B39123456789`;

describePreset('jasmin', {
  options: { endpoint: ENDPOINT, username: USERNAME, password: PASSWORD, from: FROM },
  plain: { url: ENDPOINT, body: `${START}&content=${ASCII_IN_FORM}&from=Acme&coding=0` },
  unicode: { url: ENDPOINT, body: `${START}&hex-content=${BEYOND_GSM_IN_HEX}&from=Acme&coding=8` },
  answers: [
    accepted(200, 'Success "07033084-5cfd-4812-90a4-e4d24ffb6e3d"', '07033084-5cfd-4812-90a4-e4d24ffb6e3d'),
    unknown(202, 'Success "07033084-5cfd-4812-90a4-e4d24ffb6e3d"'),
    unknown(200, 'Success'),
    unknown(200, 'Success ""'),
    refused(200, 'Error "No route found"', 'unknown'),
    refused(400, 'Error "Argument to has an invalid value: x."', 'configuration'),
    refused(403, 'Error "Authentication failure for username:x"', 'authentication'),
    refused(403, 'Error "Authorization failed for username:x"', 'authentication'),
    refused(403, 'Error "Cannot charge submit_sm, check RouterPB log file for details"', 'insufficient-funds'),
    refused(412, 'Error "No route found"', 'unreachable-recipient'),
    unknown(500, 'Error "Cannot send submit_sm, check SMPPClientManagerPB log file for details"'),
  ],
});
