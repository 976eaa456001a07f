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

const PLACES = 'user={USERNAME}&pass={PASSWORD}&from={SENDER}&to={TO}&text={MESSAGE}';
const START =
  `https://gateway.example/v1/send.php?user=${WRITTEN.username}&pass=${WRITTEN.password}` +
  '&from=Acme&to=%2B39123456789';

describePreset('playsms-generic', {
  options: {
    endpoint: `https://gateway.example/v1/send.php?${PLACES}&dlr=1`,
    username: USERNAME,
    password: PASSWORD,
    from: FROM,
  },
  plain: { url: `${START}&text=${ASCII_IN_QUERY}&dlr=1` },
  unicode: { url: `${START}&text=${BEYOND_GSM_IN_QUERY}&dlr=1` },
  answers: [
    accepted(200, '94170', '94170'),
    accepted(200, '94170 queued', '94170'),
    unknown(202, '94170'),
    unknown(200, '94170abc'),
    unknown(200, '-5'),
    unknown(200, 'OK 94170'),
    refused(200, '0', 'unknown'),
    refused(200, '0 Invalid number', 'unknown'),
    unknown(200, '0: Accepted for delivery'),
    unknown(200, '00'),
  ],
});
