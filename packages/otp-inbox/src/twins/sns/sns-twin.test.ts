import { createOtpEngine } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createSnsSmsSender, type SnsCredentials, type SnsSmsSenderOptions } from '@countersign/otp-sns';
import { describe, expect, it } from 'vitest';
import { startTwins, type TestTwinsOptions } from '../../test-support/start-twins.ts';
import { ALICE, BOB } from '../../test-support/test-inbox.ts';

const CREDENTIALS: SnsCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const TOKEN = 'token_of_the_inbox_0123456789';
const SIGNED = {
  'X-Amz-Date': '20300317T174639Z',
  Authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.accessKeyId}/20300317/eu-west-1/sns/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=${'0'.repeat(64)}`,
};

/** The twin, asked as the SDK asks. */
async function startSns(options: TestTwinsOptions = {}) {
  const twins = await startTwins(options);
  const { url: endpoint } = twins;
  return {
    ...twins,
    endpoint,
    createSender: (senderOptions: object = {}) =>
      createSnsSmsSender({
        credentials: CREDENTIALS,
        region: 'eu-west-1',
        endpoint,
        ...senderOptions,
      } as SnsSmsSenderOptions),
    async post(form: Record<string, string> | string, headers: Record<string, string> = SIGNED) {
      const body = typeof form === 'string' ? form : String(new URLSearchParams(form));
      const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const response = await fetch(`${endpoint}/`, { method: 'POST', headers: { ...type, ...headers }, body });
      return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
    },
  };
}

function attribute(name: string, type: string, value: string): Record<string, string> {
  const entry = 'MessageAttributes.entry.1';
  return { [`${entry}.Name`]: name, [`${entry}.Value.DataType`]: type, [`${entry}.Value.StringValue`]: value };
}

const PUBLISH = { Action: 'Publish', Version: '2010-03-31', PhoneNumber: ALICE, Message: 'hello' };

describe('the twin of SNS', () => {
  it('takes the messages of the real SDK', async () => {
    const sns = await startSns();
    const text = 'Your code is 482913 ✓ & <so on> + more';
    const sender = sns.createSender({ senderId: 'Acme', originationNumber: '+12065550100', maxPriceUsd: 0.05 });
    expect(await sender.send({ to: ALICE, text })).toEqual({
      status: 'accepted',
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(sns.messages()).toMatchObject([{ to: ALICE, text, code: '482913', provider: 'sns' }]);
  });

  it('takes the ids that India wants', async () => {
    const sns = await startSns();
    const sender = sns.createSender({ india: { entityId: '1001', templateId: '2002' } });
    expect(await sender.send({ to: '+919876543210', text: 'hello' })).toMatchObject({ status: 'accepted' });
    expect(sns.messages()).toHaveLength(1);
  });

  it('serves an engine from request to verify', async () => {
    const sns = await startSns();
    const engine = createOtpEngine({
      provider: sns.createSender(),
      store: createMemoryCodeStore(),
      secret: 'a secret of at least thirty-two bytes',
    });
    const requested = await engine.request({ to: ALICE });
    if (!requested.ok) throw new Error(requested.reason);
    const guess = { challenge: requested.challenge, code: sns.messages()[0]?.code ?? '' };
    expect(await engine.verify(guess)).toMatchObject({ ok: true, phoneNumber: ALICE });
    expect(await engine.verify(guess)).toMatchObject({ ok: false });
    await engine.close();
  });

  it('takes messages for a number that has opted out, and delivers none', async () => {
    const sns = await startSns({ rules: [{ fault: { type: 'opted-out' }, to: BOB }] });
    expect(await sns.createSender().send({ to: BOB, text: 'hello' })).toMatchObject({ status: 'accepted' });
    expect(sns.messages()).toMatchObject([{ to: BOB, arrives: false }]);
  });

  it('says who has opted out', async () => {
    const sns = await startSns({ rules: [{ fault: { type: 'opted-out' }, to: BOB }] });
    const sender = sns.createSender({ optOutCheck: 'before-sending' });
    expect(await sender.send({ to: BOB, text: 'hello' })).toMatchObject({
      status: 'refused',
      failure: { category: 'opted-out' },
    });
    expect(await sender.send({ to: ALICE, text: 'hello' })).toMatchObject({ status: 'accepted' });
    expect(sns.messages()).toMatchObject([{ to: ALICE }]);
  });

  it('answers in XML', async () => {
    const sns = await startSns();
    const { status, type, body } = await sns.post(PUBLISH);
    expect({ status, type }).toEqual({ status: 200, type: 'text/xml' });
    expect(body).toMatch(
      /^<PublishResponse xmlns="[^"]+"><PublishResult><MessageId>[0-9a-f-]{36}<\/MessageId><\/PublishResult><ResponseMetadata>/,
    );
  });

  it.each([
    ['no number', { ...PUBLISH, PhoneNumber: '' }, 400, 'InvalidParameter', 'PhoneNumber'],
    ['a number without its plus', { ...PUBLISH, PhoneNumber: ALICE.slice(1) }, 400, 'InvalidParameter', 'PhoneNumber'],
    ['Unicode digits', { ...PUBLISH, PhoneNumber: '+１５５５０１００１２３' }, 400, 'InvalidParameter', 'PhoneNumber'],
    ['no text', { ...PUBLISH, Message: '' }, 400, 'InvalidParameter', 'Empty message'],
    ['a text that is too long', { ...PUBLISH, Message: 'x'.repeat(1601) }, 400, 'InvalidParameter', 'too long'],
    ['NUL', { ...PUBLISH, Message: 'a\0b' }, 400, 'InvalidParameter', 'NUL'],
    ['a topic', { ...PUBLISH, TopicArn: 'arn:aws:sns:eu-west-1:123456789012:x' }, 404, 'NotFound', 'Topic'],
    ['no action', { Version: '2010-03-31' }, 400, 'MissingAction', 'Action'],
    ['another action', { ...PUBLISH, Action: 'Subscribe' }, 400, 'InvalidAction', 'action'],
    ['an action of every object', { ...PUBLISH, Action: 'toString' }, 400, 'InvalidAction', 'action'],
    ['another version', { ...PUBLISH, Version: '2020-01-01' }, 400, 'InvalidAction', 'Version'],
    [
      'an odd type of message',
      { ...PUBLISH, ...attribute('AWS.SNS.SMS.SMSType', 'String', 'Urgent') },
      400,
      'InvalidParameter',
      'SMSType',
    ],
    [
      'a sender id of digits',
      { ...PUBLISH, ...attribute('AWS.SNS.SMS.SenderID', 'String', '12345') },
      400,
      'InvalidParameter',
      'SenderID',
    ],
    [
      'a price that is a text',
      { ...PUBLISH, ...attribute('AWS.SNS.SMS.MaxPrice', 'String', '1') },
      400,
      'InvalidParameter',
      'MaxPrice',
    ],
    ['a form that is none', 'Action=%', 400, 'MalformedQueryString', 'percent'],
    ['a field given twice', 'Action=Publish&Action=Publish', 400, 'MalformedQueryString', 'once'],
    ['5 MB', `Message=${'x'.repeat(5_000_000)}`, 413, 'InvalidParameter', 'bytes'],
  ])('refuses %s in the words of SNS', async (_what, form, status, code, words) => {
    const sns = await startSns();
    const answer = await sns.post(form);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(`<Code>${code}</Code><Message>`);
    expect(answer.body).toContain(words);
    expect(answer.body).not.toContain(ALICE.slice(1));
    expect(sns.messages()).toEqual([]);
  });

  it('takes attributes that it does not know', async () => {
    const sns = await startSns();
    expect((await sns.post({ ...PUBLISH, ...attribute('tenant', 'String', 'a') })).status).toBe(200);
  });

  it('takes nothing but a form', async () => {
    const sns = await startSns();
    const answer = await sns.post(JSON.stringify(PUBLISH), { ...SIGNED, 'Content-Type': 'application/json' });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('MalformedQueryString') });
  });

  const authorization = SIGNED.Authorization;

  it.each([
    ['no signature', {}, 403, 'MissingAuthenticationToken'],
    ['another scheme', { ...SIGNED, Authorization: 'Bearer x' }, 400, 'IncompleteSignature'],
    ['a signature cut short', { ...SIGNED, Authorization: authorization.slice(0, -1) }, 400, 'IncompleteSignature'],
    ['no date', { Authorization: authorization }, 400, 'IncompleteSignature'],
    ['another day', { ...SIGNED, 'X-Amz-Date': '20300318T174639Z' }, 400, 'IncompleteSignature'],
    [
      'another service',
      { ...SIGNED, Authorization: authorization.replace('/sns/', '/sqs/') },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'an unsigned host',
      { ...SIGNED, Authorization: authorization.replace('host;', '') },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'a key that is none',
      { ...SIGNED, Authorization: authorization.replace('AKIAIOSFODNN7EXAMPLE', 'x') },
      403,
      'InvalidClientTokenId',
    ],
  ])('refuses %s', async (_what, headers, status, code) => {
    const sns = await startSns();
    const answer = await sns.post(PUBLISH, headers as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(`<Code>${code}</Code>`);
    expect(sns.messages()).toEqual([]);
  });

  it('wants the token of the inbox for an access key or a session token, where there is one', async () => {
    const sns = await startSns({ token: TOKEN });
    const message = { to: ALICE, text: 'hello' };
    expect(await sns.createSender().send(message)).toMatchObject({
      status: 'refused',
      failure: { category: 'authentication', providerCode: 'InvalidClientTokenId', statusCode: 403 },
    });
    for (const credentials of [
      { ...CREDENTIALS, accessKeyId: TOKEN },
      { ...CREDENTIALS, sessionToken: TOKEN },
    ]) {
      expect(await sns.createSender({ credentials }).send(message)).toMatchObject({ status: 'accepted' });
    }
    expect(sns.messages()).toHaveLength(2);
  });
});
