import {
  ASCII_IN_QUERY,
  accepted,
  BEYOND_GSM_IN_QUERY,
  describePreset,
  FROM,
  PASSWORD,
  refused,
  USERNAME,
  unknown,
  WRITTEN,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://www.isms.com.my/isms_send.php';
const START = `${ENDPOINT}?un=${WRITTEN.username}&pwd=${WRITTEN.password}&dstno=39123456789`;

describePreset('isms-my', {
  options: { username: USERNAME, password: PASSWORD, from: FROM },
  plain: { url: `${START}&msg=${ASCII_IN_QUERY}&sendid=Acme&type=1&agreedterm=YES` },
  unicode: { url: `${START}&msg=${BEYOND_GSM_IN_QUERY}&sendid=Acme&type=2&agreedterm=YES` },
  answers: [
    accepted(200, '2000 = SUCCESS'),
    accepted(200, '2000 = SUCCESS:1143007207', '1143007207'),
    accepted(200, '\r\n'),
    unknown(202, ''),
    unknown(200, '2000 = SUCCESSFUL?'),
    unknown(200, '2000'),
    refused(200, '-1000 = SOME WORDS', 'unknown', '-1000'),
    refused(200, '-1001 = SOME WORDS', 'authentication', '-1001'),
    refused(200, '-1002 = SOME WORDS', 'account-suspended', '-1002'),
    refused(200, '-1003 = SOME WORDS', 'authentication', '-1003'),
    refused(200, '-1004 = SOME WORDS', 'insufficient-funds', '-1004'),
    refused(200, '-1005 = SOME WORDS', 'configuration', '-1005'),
    refused(200, '-1006 = SOME WORDS', 'content-rejected', '-1006'),
    refused(200, '-1007 = SOME WORDS', 'content-rejected', '-1007'),
    refused(200, '-1008 = SOME WORDS', 'configuration', '-1008'),
    refused(200, '-1009 = SOME WORDS', 'invalid-recipient', '-1009'),
    refused(200, '-1012 = SOME WORDS', 'content-rejected', '-1012'),
    refused(200, '-1013 = SOME WORDS', 'configuration', '-1013'),
  ],
  emptyBody: 'accepted',
});
