/** The same for gateways: one that nobody has described, and each of the presets. */
import type { GatewayPresetName } from '@countersign/otp-http-gateway';
import type { VendorAnswers, WireAnswer } from './answers-about-numbers.ts';

const text = (body: string, status = 200): WireAnswer => ({ status, body, type: 'text/plain' });
const json = (value: unknown, status = 200): WireAnswer => ({ status, body: JSON.stringify(value) });

/** One without rules. */
export const GATEWAY_ANSWERS: VendorAnswers = {
  aboutNumbers: [
    text('0 not a number'),
    text('23|not in this country'),
    text('ERR 105 invalid destination'),
    json({ status: 'failed', error: 'invalid number' }),
    json({ status: 7 }),
    text('no such number', 400),
    text('costs too much', 402),
    text('no route', 412),
    text('no route', 422),
    text('too often to this number', 429),
  ],
  misconfigured: [text('no', 401), json({ error: 'wrong key' }, 403), text('no such page', 404)],
};

/** A preset with all that it needs, besides the endpoint. */
export interface PresetAnswers extends VendorAnswers {
  readonly options: object;
  readonly good: WireAnswer;
}

const login = { username: 'me', password: 'pass-c0ffee' };
const from = 'Acme';

const errorsOfBudget = (...codes: readonly number[]) => codes.map((code) => text(`ERR ${code}`));
const errorsOfClickatell = (...codes: readonly string[]) => codes.map((code) => text(`ERR: ${code}, words`));
const statusOfVonage = (...statuses: readonly string[]) => statuses.map((status) => json({ messages: [{ status }] }));

/** Of most gateways. `node-auth` and `playsms-generic` have no codes. */
export const PRESET_ANSWERS: Readonly<Partial<Record<GatewayPresetName, PresetAnswers>>> = {
  budgetsms: {
    options: { ...login, from, parameters: { userid: '1' } },
    good: text('OK 123456'),
    aboutNumbers: [
      ...errorsOfBudget(1001, 2005, 2006, 2007, 2009, 2010, 2011, 3001, 3002, 3003, 2999),
      text('ERROR 7'),
    ],
    misconfigured: errorsOfBudget(1002, 2003, 2004),
  },
  'bulksms-eapi': {
    options: login,
    good: text('0|IN_PROGRESS|123456789'),
    aboutNumbers: [text('24|no'), text('25|no'), text('28|no'), text('26|no')],
    misconfigured: [text('23|no')],
  },
  'bulksms-json': {
    options: login,
    good: json([{ id: '123', status: { type: 'ACCEPTED' } }], 201),
    aboutNumbers: [
      json({ type: 'https://developer.bulksms.com/json/v1/errors#insufficient-credits' }, 403),
      json({ type: 'https://developer.bulksms.com/json/v1/errors#bad-number' }, 403),
      json([{ id: '1', status: { type: 'FAILED' } }], 201),
    ],
    misconfigured: [json({ type: 'x' }, 401)],
  },
  'clickatell-http': {
    options: { ...login, parameters: { api_id: '1' } },
    good: text('ID: abc123'),
    aboutNumbers: errorsOfClickatell('105', '114', '121', '122', '301', '128'),
    misconfigured: errorsOfClickatell('001', '007', '123'),
  },
  hollatags: {
    options: { ...login, from },
    good: text('sent'),
    aboutNumbers: [text('error_param'), text('error_credit'), text('error_limit'), text('error_network')],
    misconfigured: [text('error_user')],
  },
  'isms-my': {
    options: login,
    good: text('2000 = SUCCESS'),
    aboutNumbers: [text('-1009 = INVALID DESTINATION'), text('-1000 = UNKNOWN ERROR'), text('-1010 = NEW')],
    misconfigured: [
      text('-1001 = AUTHENTICATION FAILED'),
      text('-1002 = SUSPENDED'),
      text('-1008 = MISSING PARAMETER'),
    ],
  },
  jasmin: {
    options: login,
    good: text('Success "07033084-5cfd-4812-90a4-e4d24ffb6e3d"'),
    aboutNumbers: [
      text('Error "Value filter failed for user (destination_address filter mismatch)."', 400),
      text('Error "Cannot charge submit_sm, check balance"', 403),
      text('Error "No route found"', 412),
      text('Error "Cannot send submit_sm, check the log"', 500),
    ],
    misconfigured: [text('Error "Authentication failure for username:me"', 403)],
  },
  kannel: {
    options: login,
    good: text('0: Accepted for delivery', 202),
    aboutNumbers: [text('Not routable. Do not try again.', 403), text('Unroutable', 400)],
    misconfigured: [text('Authorization failed for sendsms', 403)],
  },
  libyasms: {
    options: { apiKey: 'key-c0ffee', password: 'secret-c0ffee', from },
    good: json({ Status: '0', Message_ID: '1' }),
    aboutNumbers: [json({ Status: '112' }), json({ Status: '-7' })],
    misconfigured: [json({ Status: '108' }), json({ Status: '-42' })],
  },
  msg91: {
    options: { apiKey: 'key-c0ffee', from },
    good: json({ type: 'success', message: 'abc' }),
    aboutNumbers: [json({ type: 'error', code: '203', message: 'x' }), json({ type: 'error', message: 'x' })],
    misconfigured: [json({ type: 'error', code: '106' }), json({ type: 'error', code: '418' })],
  },
  'orgds-apix': {
    options: { apiKey: 'key-c0ffee', from },
    good: text('600'),
    aboutNumbers: [text('708'), text('709'), text('714'), text('700')],
    misconfigured: [text('706'), text('713')],
  },
  'playsms-ws': {
    options: login,
    good: json({ data: [{ status: 'OK', smslog_id: '1' }] }),
    aboutNumbers: [text('ERR 103'), text('ERR 200'), text('ERR 201'), json({ status: 'ERR', error: '103' })],
    misconfigured: [text('ERR 100'), json({ status: 'ERR', error: '105' })],
  },
  'sinch-http-basic': {
    options: login,
    good: text('0123456789abcdef0123456789abcdef', 202),
    aboutNumbers: [text('Invalid destination', 400), text('Not acceptable 3', 406)],
    misconfigured: [text('no', 401)],
  },
  smsapi: {
    options: { apiKey: 'key-c0ffee' },
    good: json({ count: 1, list: [{ id: '1' }] }),
    aboutNumbers: [json({ error: 13 }), json({ error: 103 }), json({ error: 999 })],
    misconfigured: [json({ error: 101 }), json({ error: 14 })],
  },
  'smsglobal-http': {
    options: { ...login, from },
    good: text('OK: 0; Sent queued message ID: 1 SMSGlobalMsgID:123456'),
    aboutNumbers: [text('ERROR: 8'), text('ERROR: 13'), text('ERROR: 88'), text('ERROR: 402'), text('ERROR: no')],
    misconfigured: [text('no', 401)],
  },
  textlocal: {
    options: { apiKey: 'key-c0ffee' },
    good: json({ status: 'success', messages: [{ id: '1' }] }),
    aboutNumbers: ['7', '51', '999'].map((code) => json({ status: 'failure', errors: [{ code }] })),
    misconfigured: ['3', '43'].map((code) => json({ status: 'failure', errors: [{ code }] })),
  },
  'vonage-sms': {
    options: { ...login, from },
    good: json({ messages: [{ status: '0', 'message-id': '1' }] }),
    aboutNumbers: [...statusOfVonage('3', '6', '7', '9', '15', '22', '29', '33', '99'), json({ messages: [] })],
    misconfigured: statusOfVonage('2', '4', '8', '14'),
  },
};
