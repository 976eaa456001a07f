/** The vendors' own SDKs, called as their documentation shows: they succeed and fail here as there. */
import {
  CheckIfPhoneNumberIsOptedOutCommand,
  CreateTopicCommand,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SetSMSAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import Telnyx from 'telnyx';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { type PostedReceipt, startTwins, type TestTwins, type TestTwinsOptions } from '../test-support/start-twins.ts';
import { ALICE, BOB } from '../test-support/test-inbox.ts';

const ACCOUNT_SID = `AC${'5a'.repeat(16)}`;
const AUTH_TOKEN = 'c0ffee11c0ffee22c0ffee33c0ffee44';
const SERVICE_SID = `VA${'7c'.repeat(16)}`;
const PROFILE_ID = '12ade33a-21c0-473b-b055-b3c836e1c292';
const AWS_KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const APP_URL = 'http://127.0.0.1:3000/receipts?tenant=a';

async function startTwilio(options: TestTwinsOptions = {}) {
  const twins = await startTwins(options);
  const client = twilio(ACCOUNT_SID, AUTH_TOKEN);
  for (const domain of [client.api, client.verify, client.lookups]) Object.assign(domain, { baseUrl: twins.url });
  return { twins, client };
}

async function startTelnyx(options: TestTwinsOptions = {}) {
  const twins = await startTwins(options);
  const client = new Telnyx({
    apiKey: 'KEY0123456789ABCDEF_hush',
    baseURL: `${twins.url}/v2`,
    maxRetries: 0,
    publicKey: twins.keys.telnyxPublicKey,
  });
  return { twins, client };
}

async function startSns(options: TestTwinsOptions = {}) {
  const twins = await startTwins(options);
  const client = new SNSClient({ region: 'us-east-1', endpoint: twins.url, credentials: AWS_KEYS, maxAttempts: 1 });
  return { twins, client };
}

/** What a call was refused with. */
async function refusalOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await call.then(
    () => ({ message: 'not refused' }),
    (thrown: unknown) => thrown,
  );
  return error as Record<string, unknown>;
}

describe('twilio', () => {
  it('sends a message, follows it and finds it delivered', async () => {
    const { twins, client } = await startTwilio();
    const message = await client.messages.create({ to: ALICE, from: BOB, body: 'Your code is 482913.' });
    expect(message).toMatchObject({ status: 'queued', numSegments: '1', errorCode: null, price: null, to: ALICE });
    expect(await client.messages(message.sid).fetch()).toMatchObject({ sid: message.sid, status: 'queued' });
    await twins.pass(400);
    expect((await client.messages(message.sid).fetch()).status).toBe('sent');
    await twins.pass(1_600);
    const delivered = await client.messages(message.sid).fetch();
    expect(delivered).toMatchObject({ status: 'delivered', price: '-0.00790', priceUnit: 'USD' });
    expect(delivered.dateSent).toBeInstanceOf(Date);
  });

  it('lists messages, newest first, by recipient and page by page', async () => {
    const { client } = await startTwilio();
    for (const body of ['1', '2', '3']) await client.messages.create({ to: ALICE, from: BOB, body });
    await client.messages.create({ to: BOB, from: ALICE, body: '4' });
    const bodies = async (filter: object) => (await client.messages.list(filter)).map(({ body }) => body);
    expect(await bodies({})).toEqual(['4', '3', '2', '1']);
    expect(await bodies({ to: ALICE, pageSize: 1 })).toEqual(['3', '2', '1']);
    expect(await bodies({ from: ALICE, limit: 5 })).toEqual(['4']);
    expect(await bodies({ dateSentAfter: new Date(Date.now() + 86_400_000) })).toEqual([]);
  });

  it('redacts and deletes, once a message is complete', async () => {
    const { twins, client } = await startTwilio();
    const message = await client.messages.create({ to: ALICE, from: BOB, body: 'Your code is 482913.' });
    expect(await refusalOf(client.messages(message.sid).remove())).toMatchObject({ status: 409, code: 20009 });
    await twins.pass(2_000);
    expect((await client.messages(message.sid).update({ body: '' })).body).toBe('');
    expect((await client.messages(message.sid).fetch()).body).toBe('');
    expect(await client.messages(message.sid).remove()).toBe(true);
    expect(await refusalOf(client.messages(message.sid).fetch())).toMatchObject({ status: 404, code: 20404 });
    // The phone has it all the same.
    expect(twins.newestCode()).toBe('482913');
  });

  it('sends media, by WhatsApp, with Smart Encoding and from a service', async () => {
    const { twins, client } = await startTwilio();
    const media = ['https://example.com/cat.png'];
    expect(await client.messages.create({ to: ALICE, from: BOB, mediaUrl: media })).toMatchObject({
      sid: expect.stringMatching(/^MM/),
      numMedia: '1',
    });
    await client.messages.create({ to: `whatsapp:${ALICE}`, from: `whatsapp:${BOB}`, body: 'hi' });
    const smart = await client.messages.create({ to: ALICE, from: BOB, body: '“hi”', smartEncoded: true });
    const service = { to: ALICE, messagingServiceSid: `MG${'1'.repeat(32)}`, body: 'hi', validityPeriod: 60 };
    expect(await client.messages.create(service)).toMatchObject({ status: 'accepted', numSegments: '0' });
    expect(smart.body).toBe('"hi"');
    expect(twins.messages()).toMatchObject([
      { from: service.messagingServiceSid, validitySeconds: 60 },
      { text: '"hi"', encoding: 'GSM-7' },
      { channel: 'whatsapp', to: ALICE, from: BOB },
      { media },
    ]);
  });

  it('starts, fetches, checks and cancels verifications, and counts its attempts', async () => {
    const { twins, client } = await startTwilio();
    const service = client.verify.v2.services(SERVICE_SID);
    const started = await service.verifications.create({ to: ALICE, channel: 'sms' });
    expect(started).toMatchObject({ status: 'pending', valid: false, channel: 'sms', to: ALICE });
    expect(started.sendCodeAttempts).toMatchObject([{ channel: 'sms', attempt_sid: expect.stringMatching(/^VL/) }]);
    expect(await service.verifications(started.sid).fetch()).toMatchObject({ status: 'pending' });
    const wrong = await service.verificationChecks.create({
      to: ALICE,
      code: twins.newestCode().replace(/./, (digit) => String(9 - Number(digit))),
    });
    expect(wrong).toMatchObject({ status: 'pending', valid: false });
    const right = await service.verificationChecks.create({ verificationSid: started.sid, code: twins.newestCode() });
    expect(right).toMatchObject({ status: 'approved', valid: true });
    expect(await refusalOf(service.verifications(started.sid).fetch())).toMatchObject({ status: 404, code: 20404 });
    const call = await service.verifications.create({ to: BOB, channel: 'call' });
    expect(await service.verifications(call.sid).update({ status: 'canceled' })).toMatchObject({ status: 'canceled' });
    expect(twins.messages()).toMatchObject([{ channel: 'call', provider: 'twilio-verify' }, { channel: 'sms' }]);
    const attempts = await client.verify.v2.verificationAttempts.list({ limit: 10 });
    expect(attempts).toMatchObject([
      { channel: 'call', conversionStatus: 'unconverted', verificationSid: call.sid },
      { channel: 'sms', conversionStatus: 'converted', verificationSid: started.sid },
    ]);
    expect(await client.verify.v2.verificationAttempts(attempts[0]?.sid ?? '').fetch()).toMatchObject({
      verificationSid: call.sid,
    });
    const converted = { status: 'converted', channelDataTo: ALICE } as const;
    expect(await client.verify.v2.verificationAttempts.list(converted)).toHaveLength(1);
  });

  it('describes service, account and numbers', async () => {
    const { client } = await startTwilio({ vendors: { twilio: { codeLength: 8 } } });
    expect(await client.verify.v2.services(SERVICE_SID).fetch()).toMatchObject({ sid: SERVICE_SID, codeLength: 8 });
    expect(await client.api.v2010.accounts(ACCOUNT_SID).fetch()).toMatchObject({ status: 'active' });
    const number = await client.lookups.v2.phoneNumbers('+4915112345678').fetch();
    expect(number).toMatchObject({ valid: true, callingCountryCode: '49', countryCode: 'DE' });
    expect(await client.lookups.v2.phoneNumbers('hello').fetch()).toMatchObject({ valid: false });
    expect(await client.lookups.v1.phoneNumbers(ALICE).fetch()).toMatchObject({ phoneNumber: ALICE });
  });

  it.each<[string, number, number, (client: ReturnType<typeof twilio>) => Promise<unknown>]>([
    ['no sender', 400, 21603, (client) => client.messages.create({ to: ALICE, body: 'a' })],
    ['a magic recipient', 400, 21610, (client) => client.messages.create({ to: '+15005550004', from: BOB, body: 'a' })],
    ['a magic sender', 400, 21606, (client) => client.messages.create({ to: ALICE, from: '+15005550007', body: 'a' })],
    [
      'a scheduled message',
      400,
      20422,
      (client) =>
        client.messages.create({ to: ALICE, from: BOB, body: 'a', scheduleType: 'fixed', sendAt: new Date() }),
    ],
    [
      'a template',
      400,
      20422,
      (client) => client.messages.create({ to: ALICE, from: BOB, contentSid: `HX${'1'.repeat(32)}` }),
    ],
    ['an unknown message', 404, 20404, (client) => client.messages(`SM${'1'.repeat(32)}`).fetch()],
    ['a path that is not played', 404, 20404, (client) => client.calls.list()],
    ['a method that is not allowed', 405, 20004, (client) => client.verify.v2.services(SERVICE_SID).remove()],
    [
      'a verification by mail',
      400,
      60200,
      (client) => client.verify.v2.services(SERVICE_SID).verifications.create({ to: ALICE, channel: 'email' }),
    ],
    [
      'a check of nothing',
      404,
      20404,
      (client) => client.verify.v2.services(SERVICE_SID).verificationChecks.create({ to: ALICE, code: '123456' }),
    ],
    ['a paid look-up', 400, 20422, (client) => client.lookups.v2.phoneNumbers(ALICE).fetch({ fields: 'caller_name' })],
    ['an invalid number', 404, 20404, (client) => client.lookups.v1.phoneNumbers('hello').fetch()],
  ])('is refused %s with %i and %i', async (_what, status, code, call) => {
    const { client } = await startTwilio();
    const refusal = await refusalOf(call(client));
    expect(refusal).toMatchObject({ status, code, moreInfo: `https://www.twilio.com/docs/errors/${code}` });
    expect(String(refusal.message)).not.toContain('undefined');
  });

  it('checks the credentials that it was told', async () => {
    const { client } = await startTwilio({ vendors: { twilio: { accountSid: ACCOUNT_SID, authToken: 'another' } } });
    expect(await refusalOf(client.messages.create({ to: ALICE, from: BOB, body: 'a' }))).toMatchObject({
      status: 401,
      code: 20003,
    });
  });

  it.each([
    ['its auth token', AUTH_TOKEN, undefined],
    ['an API key, the auth token told', 'told-auth-token', 'told-auth-token'],
  ])('believes the receipts that come of a request with %s', async (_what, authToken, told) => {
    const twins = await startTwins({ vendors: told === undefined ? {} : { twilio: { authToken: told } } });
    const key = `SK${'6b'.repeat(16)}`;
    const client =
      told === undefined ? twilio(ACCOUNT_SID, authToken) : twilio(key, 'hush', { accountSid: ACCOUNT_SID });
    Object.assign(client.api, { baseUrl: twins.url });
    const { sid } = await client.messages.create({ to: ALICE, from: BOB, body: 'ü', statusCallback: APP_URL });
    await twins.pass(2_000);
    expect(twins.posts.map(formOf)).toMatchObject([
      { MessageSid: sid, MessageStatus: 'sent', SmsStatus: 'sent', To: ALICE, From: BOB, AccountSid: ACCOUNT_SID },
      { MessageSid: sid, MessageStatus: 'delivered', RawDlrDoneDate: expect.stringMatching(/^\d{10}$/) },
    ]);
    for (const post of twins.posts) {
      const signature = post.headers['X-Twilio-Signature'] ?? '';
      expect(twilio.validateRequest(authToken, signature, APP_URL, formOf(post))).toBe(true);
      expect(twilio.validateRequest(authToken, signature, APP_URL, { ...formOf(post), To: BOB })).toBe(false);
    }
  });

  it('gets receipts without a signature where nobody told the auth token, and the timeline says so', async () => {
    const twins = await startTwins();
    const client = twilio(`SK${'6b'.repeat(16)}`, 'hush', { accountSid: ACCOUNT_SID });
    Object.assign(client.api, { baseUrl: twins.url });
    await client.messages.create({ to: ALICE, from: BOB, body: 'a', statusCallback: APP_URL });
    await twins.pass(2_000);
    expect(twins.posts[0]?.headers).not.toHaveProperty('X-Twilio-Signature');
    expect(twins.timeline().filter(({ type }) => type === 'receipt')).toMatchObject([
      { signed: false, outcome: 'answered', note: expect.stringContaining('authToken') },
      { signed: false },
    ]);
  });
});

describe('telnyx', () => {
  it('sends a message by every path, and retrieves it', async () => {
    const { twins, client } = await startTelnyx();
    const text = 'Your code is 482913.';
    const profile = { messaging_profile_id: PROFILE_ID };
    const sent = await client.messages.send({ to: ALICE, from: BOB, text });
    expect(sent.data).toMatchObject({ record_type: 'message', to: [{ status: 'queued' }], parts: 1, errors: [] });
    await client.messages.sendLongCode({ to: ALICE, from: BOB, text });
    await client.messages.sendShortCode({ to: ALICE, from: '12345', text });
    await client.messages.sendNumberPool({ to: ALICE, text, ...profile });
    await client.messages.sendWithAlphanumericSender({ to: ALICE, from: 'Acme', text, ...profile });
    await client.messages.send({ to: ALICE, from: BOB, media_urls: ['https://example.com/cat.png'] });
    expect(twins.messages()).toMatchObject([
      { media: ['https://example.com/cat.png'] },
      { from: 'Acme' },
      { from: PROFILE_ID },
      { from: '12345' },
      { from: BOB },
      { from: BOB },
    ]);
    await twins.pass(2_000);
    const { data } = await client.messages.retrieve(sent.data?.id ?? '');
    expect(data).toMatchObject({ id: sent.data?.id, to: [{ status: 'delivered' }], cost: { currency: 'USD' } });
  });

  it('starts verifications by text and by call, retrieves them, and checks by id and by number', async () => {
    const { twins, client } = await startTelnyx();
    const input = { phone_number: ALICE, verify_profile_id: PROFILE_ID };
    const first = await client.verifications.triggerSMS(input);
    expect(first.data).toMatchObject({ status: 'pending', type: 'sms', timeout_secs: 300 });
    const code = twins.newestCode();
    const id = first.data.id;
    const wrong = { code: code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)) };
    expect((await client.verifications.actions.verify(id ?? '', wrong)).data.response_code).toBe('rejected');
    expect((await client.verifications.actions.verify(id ?? '', { code })).data.response_code).toBe('accepted');
    expect((await client.verifications.retrieve(id ?? '')).data.status).toBe('accepted');
    await client.verifications.triggerCall(input);
    const byNumber = { code: twins.newestCode(), verify_profile_id: PROFILE_ID };
    expect(twins.messages()[0]).toMatchObject({ channel: 'call', provider: 'telnyx-verify' });
    expect((await client.verifications.byPhoneNumber.actions.verify(ALICE, byNumber)).data.response_code).toBe(
      'accepted',
    );
    expect((await client.verifications.byPhoneNumber.list(ALICE)).data).toMatchObject([{ type: 'call' }, { id }]);
    expect((await client.verifyProfiles.retrieve(PROFILE_ID)).data).toMatchObject({ sms: { code_length: 5 } });
  });

  it.each<[string, number, string, (client: Telnyx) => Promise<unknown>]>([
    ['no sender', 400, '10004', (client) => client.messages.send({ to: ALICE, text: 'a' })],
    [
      'a message to send later',
      400,
      '10015',
      (client) => client.messages.send({ to: ALICE, from: BOB, text: 'a', send_at: '2099-01-01T00:00:00Z' }),
    ],
    [
      'a text that GSM-7 cannot hold',
      400,
      '40304',
      (client) => client.messages.send({ to: ALICE, from: BOB, text: 'Ж', encoding: 'gsm7' }),
    ],
    [
      'a number that opted out',
      400,
      '40300',
      (client) => client.messages.send({ to: '+15005550004', from: BOB, text: 'a' }),
    ],
    ['an unknown message', 404, '10005', (client) => client.messages.retrieve(PROFILE_ID)],
    ['an unknown verification', 404, '10005', (client) => client.verifications.retrieve(PROFILE_ID)],
    ['a path that is not played', 404, '10005', (client) => client.balance.retrieve()],
    ['a cancellation', 405, '10005', (client) => client.messages.cancelScheduled(PROFILE_ID)],
  ])('is refused %s with %i and %s', async (_what, status, code, call) => {
    const { client } = await startTelnyx();
    expect(await refusalOf(call(client))).toMatchObject({
      status,
      error: { errors: [{ code, title: expect.stringMatching(/./) }] },
    });
  });

  it('is told when to come back', async () => {
    const { client } = await startTelnyx({ rules: [{ fault: { type: 'rate-limited', retryAfterSeconds: 7 } }] });
    const refusal = await refusalOf(client.messages.send({ to: ALICE, from: BOB, text: 'a' }));
    expect(refusal).toBeInstanceOf(Telnyx.RateLimitError);
    expect((refusal.headers as Headers).get('retry-after')).toBe('7');
  });

  it('believes its webhooks, and nobody else’s', async () => {
    const { twins, client } = await startTelnyx();
    const { data } = await client.messages.send({ to: ALICE, from: BOB, text: 'a', webhook_url: APP_URL });
    await twins.pass(2_000);
    expect(twins.posts).toHaveLength(2);
    for (const [index, { headers, body }] of twins.posts.entries()) {
      const event = await client.webhooks.unwrap(body, { headers: { ...headers } });
      expect(event).toMatchObject({
        data: {
          event_type: index === 0 ? 'message.sent' : 'message.finalized',
          payload: { id: data?.id, to: [{ phone_number: ALICE, status: index === 0 ? 'sent' : 'delivered' }] },
        },
        meta: { attempt: 1, delivered_to: APP_URL },
      });
      await expect((async () => client.webhooks.unwrap(`${body} `, { headers: { ...headers } }))()).rejects.toThrow();
    }
  });
});

describe('@aws-sdk/client-sns', () => {
  it('publishes to a phone', async () => {
    const { twins, client } = await startSns();
    const attributes = {
      'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
      'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: 'Acme' },
      'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: '0.50' },
    };
    const command = new PublishCommand({
      PhoneNumber: ALICE,
      Message: 'Your code is 482913.',
      MessageAttributes: attributes,
    });
    const { MessageId } = await client.send(command);
    expect(twins.messages()).toMatchObject([
      { vendorId: MessageId, code: '482913', from: 'Acme', maxPriceUsd: '0.50', provider: 'sns' },
    ]);
  });

  it('sets and gets attributes, and tells who opted out until they opt in', async () => {
    const { twins, client } = await startSns();
    const attributes = { DefaultSenderID: 'Acme', MonthlySpendLimit: '10' };
    await client.send(new SetSMSAttributesCommand({ attributes }));
    expect((await client.send(new GetSMSAttributesCommand({}))).attributes).toEqual(attributes);
    expect((await client.send(new GetSMSAttributesCommand({ attributes: ['DefaultSenderID'] }))).attributes).toEqual({
      DefaultSenderID: 'Acme',
    });
    await client.send(new PublishCommand({ PhoneNumber: ALICE, Message: 'a' }));
    expect(twins.messages()[0]?.from).toBe('Acme');
    const isOptedOut = async (phoneNumber: string) =>
      (await client.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber }))).isOptedOut;
    expect([await isOptedOut(ALICE), await isOptedOut('+15005550004')]).toEqual([false, true]);
    await client.send(new OptInPhoneNumberCommand({ phoneNumber: '+15005550004' }));
    expect(await isOptedOut('+15005550004')).toBe(false);
    expect((await client.send(new GetSMSSandboxAccountStatusCommand({}))).IsInSandbox).toBe(false);
  });

  it.each<[string, number, string, (client: SNSClient) => Promise<unknown>]>([
    [
      'a number that is none',
      400,
      'InvalidParameterException',
      (client) => client.send(new PublishCommand({ PhoneNumber: '+1', Message: 'a' })),
    ],
    [
      'a topic',
      404,
      'NotFoundException',
      (client) => client.send(new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:x', Message: 'a' })),
    ],
    ['a new topic', 400, 'InvalidAction', (client) => client.send(new CreateTopicCommand({ Name: 'x' }))],
    [
      'an attribute that is none',
      400,
      'InvalidParameterException',
      (client) => client.send(new SetSMSAttributesCommand({ attributes: { Colour: 'red' } })),
    ],
    [
      'a magic number',
      400,
      'InvalidParameterException',
      (client) => client.send(new PublishCommand({ PhoneNumber: '+15005550001', Message: 'a' })),
    ],
    [
      'a number that is asked for too often',
      429,
      'ThrottledException',
      (client) => client.send(new PublishCommand({ PhoneNumber: '+15005550020', Message: 'a' })),
    ],
  ])('is refused %s with %i and %s', async (_what, httpStatusCode, name, call) => {
    const { client } = await startSns();
    expect(await refusalOf(call(client))).toMatchObject({ name, $metadata: { httpStatusCode } });
  });

  it('signs as it was told, or is refused', async () => {
    const { client } = await startSns({ vendors: { sns: AWS_KEYS } });
    await client.send(new PublishCommand({ PhoneNumber: ALICE, Message: 'Grüße & + ✓' }));
    const other = await startSns({ vendors: { sns: { ...AWS_KEYS, secretAccessKey: 'another' } } });
    const refusal = await refusalOf(other.client.send(new PublishCommand({ PhoneNumber: ALICE, Message: 'a' })));
    expect(refusal).toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});

function formOf({ body }: PostedReceipt): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}

/** The twins are the same for everybody: what one vendor is asked never reaches another. */
describe('all of them', () => {
  it('are refused in their own words where a path fits nobody', async () => {
    const twins: TestTwins = await startTwins();
    const ask = async (path: string, headers: Record<string, string>) => {
      const response = await fetch(`${twins.url}${path}`, { headers });
      return { status: response.status, body: await response.text() };
    };
    const basic = `Basic ${btoa(`${ACCOUNT_SID}:${AUTH_TOKEN}`)}`;
    expect((await ask('/v2/nothing', { Authorization: basic })).body).toContain('"code":20404');
    expect((await ask('/v2/nothing', { Authorization: 'Bearer KEY0123456789' })).body).toContain('"code":"10005"');
    expect((await ask('/verification/v1/nothing', {})).body).toContain('"errorCode":40400');
    expect((await ask('/xms/v1/plan/nothing', {})).body).toContain('"code":"not_found"');
    expect((await ask('/gateway', {})).status).toBe(400);
    expect((await ask('/nothing', {})).body).toContain('"code":"not-found"');
  });
});
