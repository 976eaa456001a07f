import type { CallOptions, SmsMessage } from '@countersign/otp-core/spec';
import { describe, expect, it, vi } from 'vitest';
import {
  ACCOUNT,
  ACCOUNT_SID,
  API_KEY,
  API_KEY_SECRET,
  API_KEY_SID,
  AUTH_TOKEN,
  CODE,
  errorAnswer,
  expectNoSecretIn,
  FROM,
  MESSAGE,
  MESSAGE_SID,
  MESSAGING_SERVICE_SID,
  messageAnswer,
  TO,
} from './test-support/account.ts';
import { interceptWire, readForm } from './test-support/wire.ts';
import { createTwilioSmsSender, type TwilioSmsSenderOptions } from './twilio-sms-sender.ts';

const answerAll = interceptWire();
const PATH = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`;

const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

async function sendWith(options: TwilioSmsSenderOptions, message: SmsMessage = MESSAGE) {
  const records = answerAll(201, messageAnswer());
  const outcome = await createTwilioSmsSender(options).send(message);
  return { outcome, records, form: readForm(records[0]) };
}

describe('createTwilioSmsSender', () => {
  it('is a sender of the first specification', () => {
    const sender = createTwilioSmsSender({ ...ACCOUNT, from: FROM });
    expect(sender).toMatchObject({ specificationVersion: 'v1', kind: 'sms-sender', providerId: 'twilio' });
    expect(Object.isFrozen(sender)).toBe(true);
    expectNoSecretIn(sender);
    expect(createTwilioSmsSender({ ...ACCOUNT, from: FROM, providerId: 'twilio-eu' }).providerId).toBe('twilio-eu');
  });

  it('makes exactly the request that Twilio documents', async () => {
    const { outcome, records } = await sendWith({ ...ACCOUNT, from: FROM });
    expect(outcome).toEqual({ status: 'accepted', messageId: MESSAGE_SID, segments: 1 });
    expect(records).toHaveLength(1);
    const [record] = records;
    expect(record?.method).toBe('POST');
    expect(record?.url).toBe(`https://api.twilio.com${PATH}`);
    expect(record?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    expect(record?.headers.get('authorization')).toBe(basic(ACCOUNT_SID, AUTH_TOKEN));
    expect(readForm(record)).toEqual({ To: TO, From: FROM, Body: MESSAGE.text, ValidityPeriod: '300' });
  });

  it('takes an API key in place of the auth token', async () => {
    const { records } = await sendWith({ ...API_KEY, from: FROM });
    expect(records[0]?.url).toBe(`https://api.twilio.com${PATH}`);
    expect(records[0]?.headers.get('authorization')).toBe(basic(API_KEY_SID, API_KEY_SECRET));
  });

  it.each([
    [{ region: 'ie1', edge: 'dublin' }, 'https://api.dublin.ie1.twilio.com'],
    [{ region: 'au1' }, 'https://api.au1.twilio.com'],
    [{ edge: 'tokyo' }, 'https://api.tokyo.us1.twilio.com'],
    [{ baseUrl: 'https://proxy.example' }, 'https://proxy.example'],
    [{ baseUrl: 'https://proxy.example/twilio/' }, 'https://proxy.example/twilio'],
  ])('goes to %j', async (endpoint, origin) => {
    const { records } = await sendWith({ ...ACCOUNT, from: FROM, ...endpoint });
    expect(records[0]?.url).toBe(`${origin}${PATH}`);
  });

  it('looks for nothing in the environment', async () => {
    vi.stubEnv('TWILIO_REGION', 'ie1');
    vi.stubEnv('TWILIO_EDGE', 'dublin');
    vi.stubEnv('TWILIO_LOG_LEVEL', 'debug');
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
    const log = vi.spyOn(console, 'log');
    const { records } = await sendWith({ ...ACCOUNT, from: FROM });
    vi.unstubAllEnvs();
    expect(records[0]?.url).toBe(`https://api.twilio.com${PATH}`);
    expect(log).not.toHaveBeenCalled();
  });

  it.each([
    ['a number', { from: FROM }, { From: FROM }],
    ['a short code', { from: '12345' }, { From: '12345' }],
    ['an alphanumeric sender', { from: 'Acme 24' }, { From: 'Acme 24' }],
    ['a service', { messagingServiceSid: MESSAGING_SERVICE_SID }, { MessagingServiceSid: MESSAGING_SERVICE_SID }],
    [
      'a number of a service',
      { from: FROM, messagingServiceSid: MESSAGING_SERVICE_SID },
      { From: FROM, MessagingServiceSid: MESSAGING_SERVICE_SID },
    ],
  ])('sends from %s', async (_what, identity, expected) => {
    const { form } = await sendWith({ ...ACCOUNT, ...identity });
    expect(form).toEqual({ To: TO, Body: MESSAGE.text, ValidityPeriod: '300', ...expected });
  });

  it.each([
    ['+441632960001', { From: 'Acme' }],
    ['+12425550123', { MessagingServiceSid: MESSAGING_SERVICE_SID }],
    ['+14155550123', { From: '12345' }],
    ['+4915550123', { From: FROM }],
  ])('sends to %s from whom the longest beginning of the number names', async (to, expected) => {
    const senders = {
      '+1': { from: '12345' },
      '+44': { from: 'Acme' },
      '+1242': { messagingServiceSid: MESSAGING_SERVICE_SID },
    };
    const { form } = await sendWith({ ...ACCOUNT, from: FROM, senders }, { ...MESSAGE, to });
    expect(form).toEqual({ To: to, Body: MESSAGE.text, ValidityPeriod: '300', ...expected });
  });

  it('refuses a destination that no sender is named for', async () => {
    const { outcome, records } = await sendWith({ ...ACCOUNT, senders: { '+44': { from: 'Acme' } } });
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'configuration' } });
    expect(records).toHaveLength(0);
  });

  it.each([
    [undefined, '90'],
    [120_000, '120'],
    [120_001, '121'],
    [1, '1'],
    [99_999_999, '36000'],
    [0, '90'],
    [-5, '90'],
    [Number.NaN, '90'],
    ['600', '90'],
  ])('has a message of %j ms dropped after %s seconds in the queue', async (ttlMs, expected) => {
    const { form } = await sendWith({ ...ACCOUNT, from: FROM, validityPeriodSeconds: 90 }, {
      ...MESSAGE,
      ttlMs,
    } as SmsMessage);
    expect(form.ValidityPeriod).toBe(expected);
  });

  it('asks for receipts where told so', async () => {
    const statusCallback = 'https://app.example/webhooks/twilio?tenant=a';
    const { form } = await sendWith({ ...ACCOUNT, from: FROM, statusCallback });
    expect(form.StatusCallback).toBe(statusCallback);
  });

  it('leaves the count of segments out where Twilio does not know yet', async () => {
    answerAll(201, messageAnswer({ num_segments: '0', status: 'accepted' }));
    const outcome = await createTwilioSmsSender({ ...ACCOUNT, from: FROM }).send(MESSAGE);
    expect(outcome).toEqual({ status: 'accepted', messageId: MESSAGE_SID });
  });

  it.each([
    ['the number', `SM${TO.slice(1).padStart(32, '0')}`, ACCOUNT],
    ['the code', `MM${CODE.padStart(32, 'a')}`, ACCOUNT],
    ['the auth token', `SM${AUTH_TOKEN}`, ACCOUNT],
    ['the secret of an API key', `SM${'9f'.repeat(16)}`, { ...API_KEY, apiKeySecret: '9f'.repeat(16) }],
  ])('does not show a SID that repeats %s: it is a success without one', async (_what, sid, account) => {
    answerAll(201, messageAnswer({ sid }));
    const outcome = await createTwilioSmsSender({ ...account, from: FROM }).send(MESSAGE);
    expect(outcome).toEqual({ status: 'accepted', messageId: null, segments: 1 });
  });

  it.each([
    ['an error', 400, errorAnswer(21610, 400), 'opted-out'],
    ['an error nobody knows', 400, errorAnswer(81357, 400), 'unknown'],
    ['a message that has failed', 201, messageAnswer({ status: 'failed', error_code: 30007 }), 'content-rejected'],
  ])('takes the code of %s for what it means, and does not show it where it is the code', async (...row) => {
    const [, status, body, category] = row;
    answerAll(status, body);
    const code = 'code' in body ? body.code : body.error_code;
    const sender = createTwilioSmsSender({ ...ACCOUNT, from: FROM });
    const outcome = await sender.send({ to: TO, text: `Your code is ${code}.` });
    expect(outcome).toMatchObject({ status: 'refused', failure: { category } });
    expect(JSON.stringify(outcome)).not.toContain(String(code));
    expect(await sender.send(MESSAGE)).toMatchObject({ failure: { category, providerCode: String(code) } });
  });

  it.each([
    [undefined, 'invalid-recipient'],
    [{ to: '14155550123', text: 'hello' }, 'invalid-recipient'],
    [{ to: TO, text: '' }, 'content-rejected'],
    [{ to: TO, text: 'x'.repeat(1601) }, 'content-rejected'],
    [{ to: TO, text: 'half \ud800' }, 'content-rejected'],
  ])('refuses a message it cannot send without asking anybody', async (message, category) => {
    const records = answerAll(201, messageAnswer());
    const outcome = await createTwilioSmsSender({ ...ACCOUNT, from: FROM }).send(message as SmsMessage);
    expect(outcome).toMatchObject({ status: 'refused', failure: { category, retryable: false } });
    expect(records).toHaveLength(0);
    expectNoSecretIn(outcome);
  });

  it('refuses what is no signal, and one that was aborted', async () => {
    const records = answerAll(201, messageAnswer());
    const sender = createTwilioSmsSender({ ...ACCOUNT, from: FROM });
    const refusals: [unknown, string][] = [
      [{ signal: AbortSignal.abort() }, 'timeout'],
      [{ signal: 'aborted' }, 'configuration'],
    ];
    for (const [callOptions, category] of refusals) {
      const outcome = await sender.send(MESSAGE, callOptions as CallOptions);
      expect(outcome).toMatchObject({ status: 'refused', failure: { category } });
    }
    expect(records).toHaveLength(0);
  });

  it('leaves no listener on a signal that lives on', async () => {
    answerAll(201, messageAnswer());
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await createTwilioSmsSender({ ...ACCOUNT, from: FROM }).send(MESSAGE, { signal });
    expect(removed.mock.calls.map(([type, listener]) => [type, listener])).toEqual(
      added.mock.calls.map(([type, listener]) => [type, listener]),
    );
  });

  it('is not changed by changes to its options', async () => {
    const records = answerAll(201, messageAnswer());
    const options = { ...ACCOUNT, from: FROM, senders: { '+44': { from: 'Acme' } } };
    const sender = createTwilioSmsSender(options);
    options.from = 'Evil';
    options.senders['+44'].from = 'Evil';
    await sender.send(MESSAGE);
    await sender.send({ ...MESSAGE, to: '+441632960001' });
    expect(records.map((record) => readForm(record).From)).toEqual([FROM, 'Acme']);
  });
});
