import { describe, expect, it, vi } from 'vitest';
import { SNS_ERROR_CODES } from './sns-errors.ts';
import { createSnsSmsSender, type SnsSmsSenderOptions } from './sns-sms-sender.ts';
import { formOf, mockSns } from './test-support/mock-sns.ts';
import { CREDENTIALS, expectNoSecretIn, MESSAGE, REGION } from './test-support/secrets.ts';
import { badNumberAnswer, errorAnswer, MESSAGE_ID, optOutAnswer, publishAnswer } from './test-support/sns-answers.ts';

const sns = mockSns();

function createSender(options: object = {}) {
  return createSnsSmsSender({ credentials: CREDENTIALS, region: REGION, ...options } as SnsSmsSenderOptions);
}

/** The attributes of a form, by name. */
async function attributesOf(request: Request | undefined): Promise<Record<string, unknown>> {
  const form = await formOf(request);
  const entries = Object.entries(form).flatMap(([field, name]) => {
    const [, number] = /^MessageAttributes\.entry\.(\d+)\.Name$/.exec(field) ?? [];
    const value = `MessageAttributes.entry.${number}.Value`;
    return number === undefined ? [] : [[name, [form[`${value}.DataType`], form[`${value}.StringValue`]]] as const];
  });
  return Object.fromEntries(entries);
}

const TRANSACTIONAL = { 'AWS.SNS.SMS.SMSType': ['String', 'Transactional'] };

describe('createSnsSmsSender', () => {
  it('is a sender of the first specification', () => {
    expect(createSnsSmsSender()).toMatchObject({
      specificationVersion: 'v1',
      kind: 'sms-sender',
      providerId: 'sns',
    });
    expect(createSender({ providerId: 'second' }).providerId).toBe('second');
  });

  it('makes exactly the request that SNS documents', async () => {
    const requests = sns.answers(200, publishAnswer());
    expect(await createSender().send(MESSAGE)).toEqual({ status: 'accepted', messageId: MESSAGE_ID });

    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('https://sns.eu-west-1.amazonaws.com/');
    expect(request?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    expect(request?.headers.get('x-amz-security-token')).toBe(CREDENTIALS.sessionToken);
    const scope = String.raw`${CREDENTIALS.accessKeyId}/\d{8}/eu-west-1/sns/aws4_request`;
    expect(request?.headers.get('authorization')).toMatch(
      new RegExp(`^AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$`),
    );
    expect(await formOf(request)).toEqual({
      Action: 'Publish',
      Version: '2010-03-31',
      PhoneNumber: MESSAGE.to,
      Message: MESSAGE.text,
      'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'Transactional',
    });
  });

  it.each([
    ['a sender id', { senderId: 'Acme-1' }, { 'AWS.SNS.SMS.SenderID': ['String', 'Acme-1'] }],
    [
      'an origination number',
      { originationNumber: '+12065550100' },
      { 'AWS.MM.SMS.OriginationNumber': ['String', '+12065550100'] },
    ],
    ['a highest price', { maxPriceUsd: 0.05 }, { 'AWS.SNS.SMS.MaxPrice': ['Number', '0.05'] }],
    ['the lowest price there can be', { maxPriceUsd: 0.0001 }, { 'AWS.SNS.SMS.MaxPrice': ['Number', '0.0001'] }],
    ['no ids of India to Italy', { india: { entityId: '1001', templateId: '2002' } }, {}],
  ])('sends %s', async (_what, options, expected) => {
    const requests = sns.answers(200, publishAnswer());
    await createSender(options).send(MESSAGE);
    expect(await attributesOf(requests[0])).toEqual({ ...TRANSACTIONAL, ...expected });
  });

  it('sends the ids of entity and template to India', async () => {
    const requests = sns.answers(200, publishAnswer());
    const sender = createSender({ senderId: 'ACMEIN', india: { entityId: '1001', templateId: '2002' } });
    await sender.send({ ...MESSAGE, to: '+919876543210' });
    expect(await attributesOf(requests[0])).toEqual({
      ...TRANSACTIONAL,
      'AWS.SNS.SMS.SenderID': ['String', 'ACMEIN'],
      'AWS.MM.SMS.EntityId': ['String', '1001'],
      'AWS.MM.SMS.TemplateId': ['String', '2002'],
    });
  });

  it('leaves region and credentials to AWS, where none are given', async () => {
    const requests = sns.answers(200, publishAnswer());
    vi.stubEnv('AWS_REGION', REGION);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENVIRONMENT12345');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
    vi.stubEnv('AWS_MAX_ATTEMPTS', '7');
    try {
      expect(await createSnsSmsSender().send(MESSAGE)).toMatchObject({ status: 'accepted' });
      expect(requests[0]?.headers.get('authorization')).toContain('Credential=AKIAENVIRONMENT12345/');
      const failing = sns.answers(503, errorAnswer('ServiceUnavailable'));
      expect(await createSnsSmsSender().send(MESSAGE)).toMatchObject({ status: 'unknown' });
      expect(failing).toHaveLength(1);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each([
    ['credentials', { region: REGION }, 'authentication'],
    ['a region', { credentials: CREDENTIALS }, 'configuration'],
  ] as const)('is refused where AWS finds no %s', async (_what, options, category) => {
    const requests = sns.answers(200, publishAnswer());
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
    try {
      const outcome = await createSnsSmsSender(options).send(MESSAGE);
      expect(outcome).toMatchObject({ status: 'refused', failure: { category } });
      expectNoSecretIn(outcome);
      expect(requests).toHaveLength(0);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('sends no text over plain http, even if the environment names such an endpoint', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SNS', 'http://sns.example/');
    try {
      expect(await createSender().send(MESSAGE)).toMatchObject({
        status: 'refused',
        failure: { category: 'configuration', providerCode: 'PLAIN_HTTP' },
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each([...SNS_ERROR_CODES])('reads the error code %s', async (code, { category, effect }) => {
    const requests = sns.answers(400, errorAnswer(code));
    const outcome = await createSender().send(MESSAGE);
    expect(requests).toHaveLength(1);
    expect(outcome).toMatchObject({
      status: effect === 'uncertain' ? 'unknown' : 'refused',
      failure: {
        category,
        retryable: ['rate-limited', 'unavailable', 'timeout'].includes(category),
        providerId: 'sns',
        providerCode: code,
        statusCode: 400,
      },
    });
    expectNoSecretIn(outcome);
    expect(JSON.stringify(outcome)).not.toContain('of the vendor');
  });

  it.each([
    ['the number', badNumberAnswer(MESSAGE.to), 'invalid-recipient'],
    ['an empty text', errorAnswer('InvalidParameter', 'Invalid parameter: Empty message'), 'content-rejected'],
    ['a long text', errorAnswer('InvalidParameter', 'Invalid parameter: Message too long'), 'content-rejected'],
    [
      'an attribute',
      errorAnswer('InvalidParameter', 'Invalid parameter: MessageAttributes Reason: x'),
      'configuration',
    ],
    ['the number, by another code', errorAnswer('AccessDenied', 'Invalid parameter: PhoneNumber'), 'authentication'],
  ])('reads out of the words of SNS that it blames %s', async (_what, body, category) => {
    sns.answers(400, body);
    const outcome = await createSender().send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'refused', failure: { category } });
    expectNoSecretIn(outcome);
  });

  it.each([
    ['a code nobody knows', 403, errorAnswer('OddCode'), 'refused', 'authentication', 'OddCode'],
    ['a code that is none', 400, errorAnswer('804617 for +393923456789'), 'refused', 'unknown', undefined],
    ['no error at all', 404, '', 'refused', 'configuration', undefined],
    ['a refusal in HTML', 402, '<html><p>', 'refused', 'insufficient-funds', undefined],
    [
      'a proxy that lost patience',
      408,
      errorAnswer('InvalidParameter'),
      'unknown',
      'configuration',
      'InvalidParameter',
    ],
    ['a gateway that lost patience', 504, '', 'unknown', 'timeout', undefined],
    ['an outage', 503, errorAnswer('ServiceUnavailable'), 'unknown', 'unavailable', 'ServiceUnavailable'],
  ] as const)('falls back on the status for %s', async (_what, status, body, expected, category, providerCode) => {
    const requests = sns.answers(status, body);
    const outcome = await createSender().send(MESSAGE);
    expect(requests).toHaveLength(1);
    expect(outcome).toMatchObject({ status: expected, failure: { category, statusCode: status } });
    expect(outcome.status === 'accepted' ? null : outcome.failure.providerCode).toBe(providerCode);
    expectNoSecretIn(outcome);
  });

  it.each([
    ['no message', publishAnswer('')],
    ['nothing', ''],
    ['garbage', '<PublishResponse>'],
    ['an id that is none', publishAnswer('<MessageId>Your code is 804617.</MessageId>')],
    ['an error inside', errorAnswer('InternalError')],
    ['the answer to another question', optOutAnswer('<isOptedOut>false</isOptedOut>')],
    ['an XML entity that grows', `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(99)}">]>${publishAnswer('&b;')}`],
  ])('is not certain of a success with %s', async (_what, body) => {
    const requests = sns.answers(200, body);
    const outcome = await createSender().send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'unknown', statusCode: 200 } });
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it('does not show an id that repeats the code', async () => {
    sns.answers(200, publishAnswer('<MessageId>94f20ce6-804617</MessageId>'));
    expect(await createSender().send(MESSAGE)).toEqual({ status: 'accepted', messageId: null });
  });

  it.each([
    ['a text that is too long', { ...MESSAGE, text: 'x'.repeat(1601) }, 'content-rejected'],
    ['a text of 5 MB', { ...MESSAGE, text: 'x'.repeat(5_000_000) }, 'content-rejected'],
    ['half a character', { ...MESSAGE, text: 'code \ud83d' }, 'content-rejected'],
    ['Unicode digits', { ...MESSAGE, to: '+١٢٣٤٥٦٧٨٩' }, 'invalid-recipient'],
    ['a topic', { ...MESSAGE, to: 'arn:aws:sns:eu-west-1:123456789012:all' }, 'invalid-recipient'],
    ['nothing', undefined, 'invalid-recipient'],
    ['a getter that throws', Object.defineProperty({}, 'to', { get: () => JSON.parse('{') }), 'invalid-recipient'],
  ])('refuses %s without asking', async (_what, message, category) => {
    const requests = sns.answers(200, publishAnswer());
    expect(await createSender().send(message as never)).toMatchObject({ status: 'refused', failure: { category } });
    expect(requests).toHaveLength(0);
  });

  it('refuses a signal that is none', async () => {
    const requests = sns.answers(200, publishAnswer());
    const outcome = await createSender().send(MESSAGE, { signal: { aborted: false } as AbortSignal });
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'configuration' } });
    expect(requests).toHaveLength(0);
  });
});
