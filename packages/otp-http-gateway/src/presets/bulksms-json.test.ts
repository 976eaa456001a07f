import {
  ASCII_IN_QUERY,
  accepted,
  BEYOND_GSM_IN_QUERY,
  describePreset,
  PASSWORD,
  refused,
  USERNAME,
  unknown,
} from '../test-support/describe-preset.ts';

const ENDPOINT = 'https://api.bulksms.com/v1/messages/send';
const START = `${ENDPOINT}?to=%2B39123456789`;

describePreset('bulksms-json', {
  options: { username: USERNAME, password: PASSWORD },
  plain: {
    url: `${START}&body=${ASCII_IN_QUERY}`,
    authorization: `Basic ${Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64')}`,
  },
  unicode: {
    url: `${START}&body=${BEYOND_GSM_IN_QUERY}`,
    authorization: `Basic ${Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64')}`,
  },
  answers: [
    accepted(201, '[{"id":"88317","status":{"id":"ACCEPTED.null","type":"ACCEPTED"}}]', '88317'),
    accepted(201, '[{"id":"88317"}]', '88317'),
    unknown(201, '[]'),
    unknown(201, '[{"id":null}]'),
    unknown(201, '[{"id":"88317","status":{"type":"FAILED"}}]'),
    unknown(200, '[{"id":"88317"}]'),
    refused(201, '[{"id":null,"status":{"type":"FAILED"}}]', 'unknown'),
    refused(
      400,
      '{"type":"https://developer.bulksms.com/json/v1/errors#bad-request","status":400}',
      'unknown',
      'bad-request',
    ),
    refused(
      403,
      '{"type":"https://developer.bulksms.com/json/v1/errors#insufficient-credits","title":"x","status":403}',
      'insufficient-funds',
      'insufficient-credits',
    ),
    refused(403, '{"title":"Forbidden"}', 'authentication'),
  ],
});
