/**
 * What each vendor answers about a number that somebody typed, and what it answers when it is really set up wrongly. On
 * the wire, so that what an adapter makes of it is part of the test.
 */
import { GATEWAY_ANSWERS } from './gateway-answers-about-numbers.ts';

/** One answer over HTTP. `{to}` in a body stands for the number, `{other}` for another one. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

export interface VendorAnswers {
  /** Any of them can be brought about by a number, in an account where all is well for others. */
  readonly aboutNumbers: readonly WireAnswer[];
  /** Brought about by no number. */
  readonly misconfigured: readonly WireAnswer[];
}

const json = (status: number, value: object): WireAnswer => ({ status, body: JSON.stringify(value) });

const twilio = (code: number, status = 400) =>
  json(status, { code, status, message: 'Words of Twilio’s', more_info: '' });
const message = { sid: `SM${'0a'.repeat(16)}`, to: '{to}', num_segments: '1', error_code: null };
const verification = { sid: `VE${'0a'.repeat(16)}`, to: '{to}', status: 'pending', valid: false };

const telnyx = (code: string, status = 400, more: object = {}) =>
  json(status, { errors: [{ code, title: 'Words of Telnyx’s', ...more }] });
const sent = (change: object) =>
  json(200, {
    data: { id: '7f3d2c1b-0a09-4807-8605-040302010f0e', to: [{ phone_number: '{to}', status: 'queued' }], ...change },
  });
const started = (change: object) =>
  json(200, {
    data: { id: '7f3d2c1b-0a09-4807-8605-040302010f0e', phone_number: '{to}', status: 'pending', ...change },
  });

const sinch = (code: string, status = 400) => json(status, { code, text: 'Words of Sinch’s' });
const sinchVerification = (errorCode: number, status: number) =>
  json(status, { errorCode, message: 'Words of Sinch’s' });
const verificationOf = (change: object) => json(200, { id: 'verification-1', method: 'sms', ...change });

const sns = (code: string, status = 400, words = 'Words of AWS’s'): WireAnswer => ({
  status,
  type: 'text/xml',
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${words}</Message></Error></ErrorResponse>`,
});

/** By the names of `providers.ts`. */
export const VENDOR_ANSWERS: Readonly<Record<string, VendorAnswers>> = {
  twilio: {
    aboutNumbers: [
      ...[20422, 21211, 21219, 21408, 21606, 21608, 21610, 21612, 21614, 21659, 21703, 30032, 30034].map((code) =>
        twilio(code),
      ),
      twilio(14107, 429),
      // Codes that no table knows.
      twilio(29_999),
      twilio(29_999, 402),
      twilio(29_999, 403),
      twilio(29_999, 404),
      // A message that failed at once, or was rewritten: Twilio knows Mexican numbers without their former 1.
      json(201, { ...message, status: 'failed', error_code: 30034 }),
      json(201, { ...message, status: 'failed', error_code: 29_999 }),
      json(201, { ...message, status: 'undelivered', error_code: 30008 }),
      json(201, { ...message, status: 'queued', to: '{other}' }),
      // A server error with a word about the number.
      twilio(21211, 500),
      twilio(21606, 503),
    ],
    misconfigured: [twilio(20003, 401), twilio(21212), twilio(21704), twilio(21701, 404), twilio(10001, 403)],
  },
  telnyx: {
    aboutNumbers: [
      ...['10002', '10016', '40001', '40010', '40013', '40300', '40306', '40309', '40310', '40321'].map((code) =>
        telnyx(code),
      ),
      ...['10004', '10015', '10027'].map((code) => telnyx(code, 422)),
      telnyx('10015', 422, { source: { pointer: '/to' } }),
      telnyx('10038', 403),
      telnyx('10039', 403),
      telnyx('20017', 403),
      telnyx('20100', 402),
      telnyx('49999', 402),
      telnyx('49999', 403),
      sent({ to: [{ phone_number: '{to}', status: 'sending_failed' }], errors: [{ code: '40010' }] }),
      sent({ to: [{ phone_number: '{to}', status: 'delivery_failed' }] }),
      sent({ to: [{ phone_number: '{other}', status: 'queued' }] }),
      telnyx('40310', 500),
    ],
    misconfigured: [
      telnyx('10009', 401),
      telnyx('40305'),
      telnyx('40331'),
      telnyx('10004', 422, { source: { pointer: '/from' } }),
      telnyx('20013', 403),
    ],
  },
  'sinch-sms': {
    aboutNumbers: [
      sinch('syntax_invalid_parameter_format'),
      sinch('syntax_constraint_violation'),
      sinch('illegal_number_type', 403),
      sinch('destination_closed', 403),
      sinch('unpayable', 402),
      json(201, { id: 'batch-1', to: ['{to}'], canceled: true }),
      json(201, { id: 'batch-1', to: ['{other}'], canceled: false }),
    ],
    misconfigured: [sinch('unauthorized', 401), sinch('missing_callback_url', 403), sinch('blocked_account', 403)],
  },
  sns: {
    aboutNumbers: [
      sns('InvalidParameter', 400, 'Invalid parameter: PhoneNumber Reason: {to} is not valid to publish to'),
      ...['InvalidParameter', 'ParameterValueInvalid', 'ValidationException', 'UserError', 'OptedOut'].map((code) =>
        sns(code),
      ),
      sns('DestinationNotAllowed', 403),
    ],
    misconfigured: [sns('InvalidClientTokenId', 403), sns('AuthorizationError', 403), sns('OptInRequired', 403)],
  },
  'http-gateway': GATEWAY_ANSWERS,
  'twilio-verify': {
    aboutNumbers: [
      ...[60200, 60201, 60205, 60220, 60735].map((code) => twilio(code)),
      ...[60203, 60212].map((code) => twilio(code, 429)),
      ...[575001, 60605, 60410, 60999].map((code) => twilio(code, 403)),
      json(201, { ...verification, to: '{other}' }),
      json(201, { ...verification, status: 'canceled' }),
    ],
    misconfigured: [twilio(20003, 401), twilio(20404, 404), twilio(60204, 403), twilio(60223)],
  },
  'telnyx-verify': {
    aboutNumbers: [
      ...['10002', '40309'].map((code) => telnyx(code)),
      ...['10015', '10027'].map((code) => telnyx(code, 422)),
      telnyx('20100', 402),
      telnyx('49999', 403),
      started({ status: 'error' }),
      started({ phone_number: '{other}' }),
    ],
    misconfigured: [telnyx('10009', 401), telnyx('10006', 400), telnyx('10005', 404)],
  },
  sinch: {
    aboutNumbers: [
      sinchVerification(40001, 400),
      sinchVerification(40200, 402),
      sinchVerification(40300, 403),
      sinchVerification(40303, 403),
      sinchVerification(42201, 422),
      sinchVerification(42901, 429),
      sinchVerification(40399, 403),
      ...['Fraud', 'Blocked', 'Destination denied', 'Denied by callback', 'Not enough credit', 'Something new'].map(
        (reason) => verificationOf({ status: 'DENIED', reason }),
      ),
      ...['Network error or number unreachable', 'SMS delivery failure', 'Something new'].map((reason) =>
        verificationOf({ status: 'ERROR', reason }),
      ),
      verificationOf({ identity: { type: 'number', endpoint: '{other}' } }),
    ],
    misconfigured: [
      sinchVerification(40102, 401),
      sinchVerification(42200, 422),
      verificationOf({ status: 'DENIED', reason: 'Invalid callback' }),
    ],
  },
};
