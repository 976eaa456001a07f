import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createOtp } from './create-otp.ts';
import { createOtpFromEnv } from './create-otp-from-env.ts';
import { ACCOUNTS, CREDENTIALS, environmentOf, SECRET } from './test-support/environments.ts';
import { problemsOf } from './test-support/problems-of.ts';

const PUBLIC_URL = 'https://app.example/otp';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const TELNYX_PUBLIC_KEY = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const MESSAGE_ID = '55555555-1111-4222-8333-444444444444';
const WEBHOOK_SECRET = 'secret-of-callbacks';
const RECEIPTS = {
  OTP_PUBLIC_URL: PUBLIC_URL,
  TELNYX_PUBLIC_KEY,
  SINCH_WEBHOOK_SECRET: WEBHOOK_SECRET,
  AWS_SNS_TOPIC_ARNS: 'arn:aws:sns:eu-west-1:123456789012:sms-logs, arn:aws:sns:eu-west-1:123456789012:others',
};

async function idsOf(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const parsers = await parsersOf(environment);
  return parsers.map(({ providerId }) => providerId);
}

async function parsersOf(environment: Readonly<Record<string, string>>): Promise<readonly DeliveryReportParser[]> {
  const { webhooks, close } = await createOtpFromEnv(environment);
  onTestFinished(close);
  return webhooks?.parsers ?? [];
}

function twilioCallback(url: string, authToken: string) {
  const fields = { MessageSid: `SM${'0'.repeat(32)}`, MessageStatus: 'delivered' };
  const signed = url + Object.entries(fields).flat().join('');
  return {
    method: 'POST',
    url: '/otp/webhooks/twilio',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': createHmac('sha1', authToken).update(signed).digest('base64'),
    },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  };
}

function telnyxEvent(event_type: string, payload: Readonly<Record<string, unknown>>) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const body = Buffer.from(JSON.stringify({ data: { event_type, payload } }));
  const signature = sign(null, Buffer.concat([Buffer.from(`${timestamp}|`), body]), privateKey).toString('base64');
  const headers = { 'telnyx-timestamp': timestamp, 'telnyx-signature-ed25519': signature };
  return { method: 'POST', url: '/otp/webhooks/telnyx', headers, body };
}

describe('the webhooks of createOtpFromEnv', () => {
  it.each([
    ['twilio', ['twilio']],
    ['telnyx', ['telnyx']],
    ['telnyx-verify', ['telnyx-verify']],
    ['sinch', ['sinch']],
    ['sinch-sms', ['sinch-sms']],
    ['sns', ['sns']],
    ['twilio-verify', []],
    ['http-gateway', []],
    ['inbox', []],
  ] as const)('makes of %s, set up for receipts, %j', async (name, ids) => {
    expect(await idsOf({ ...environmentOf(name), ...RECEIPTS })).toEqual(ids);
  });

  it.each(['twilio', 'telnyx', 'telnyx-verify', 'sinch-sms', 'sns'] as const)(
    'makes none of %s where it is not set up for them',
    async (name) => {
      expect(await idsOf(environmentOf(name))).toEqual([]);
    },
  );

  it('makes one for each provider, the retired ones included', async () => {
    const environment = { ...environmentOf('twilio', 'telnyx', 'sns'), ...ACCOUNTS['telnyx-verify'], ...RECEIPTS };
    expect(await idsOf({ ...environment, OTP_RETIRED_PROVIDERS: 'telnyx-verify' })).toEqual([
      'twilio',
      'telnyx',
      'sns',
      'telnyx-verify',
    ]);
  });

  it('believes Twilio what it signs with the auth token, also where an API key sends', async () => {
    const key = { TWILIO_API_KEY: `SK${'0'.repeat(32)}`, TWILIO_API_SECRET: 'the-secret-of-this-api-key-00000' };
    const environment = { ...environmentOf('twilio'), ...key, ...RECEIPTS, OTP_PUBLIC_URL: `${PUBLIC_URL}/` };
    expect(await problemsOf(environment)).toEqual({});
    const [parser] = await parsersOf(environment);
    const { TWILIO_AUTH_TOKEN = '' } = environmentOf('twilio');
    const address = `${PUBLIC_URL}/webhooks/twilio`;
    expect(await parser?.parse(twilioCallback(address, TWILIO_AUTH_TOKEN))).toMatchObject({
      status: 'verified',
      reports: [{ providerId: 'twilio', status: 'delivered' }],
    });
    expect(await parser?.parse(twilioCallback(address, 'another-token-of-some-length'))).toMatchObject({
      reason: 'unauthenticated',
    });
  });

  it('expects receipts where the settings of the provider send them', async () => {
    const TWILIO_STATUS_CALLBACK = 'https://elsewhere.example/receipts';
    const [parser] = await parsersOf({ ...environmentOf('twilio'), TWILIO_STATUS_CALLBACK });
    const { TWILIO_AUTH_TOKEN = '' } = environmentOf('twilio');
    const outcome = await parser?.parse(twilioCallback(TWILIO_STATUS_CALLBACK, TWILIO_AUTH_TOKEN));
    expect(outcome).toMatchObject({ status: 'verified' });
  });

  it('names each message of Telnyx by its product, whichever address it comes to', async () => {
    const environment = { ...environmentOf('telnyx-verify'), ...RECEIPTS };
    const [parser] = await parsersOf(environment);
    const id = '55555555-1111-4222-8333-444444444444';
    expect(await parser?.parse(telnyxEvent('verify.delivered', { id }))).toMatchObject({
      reports: [{ providerId: 'telnyx-verify', messageId: id, status: 'delivered' }],
    });
    expect(await parser?.parse(telnyxEvent('message.finalized', { id, to: [{ status: 'delivered' }] }))).toMatchObject({
      reports: [{ providerId: 'telnyx', messageId: id }],
    });
  });

  it.each([
    [{ OTP_PUBLIC_URL: 'app.example/otp' }, 'publicUrl'],
    [{ OTP_PUBLIC_URL: 'https://me:hunter2@app.example/otp' }, 'publicUrl'],
    [{ OTP_PUBLIC_URL: 'https://app.example/otp?a=b' }, 'publicUrl'],
    [{ TELNYX_PUBLIC_KEY: '0123' }, 'provider.publicKey'],
  ])('are refused with %j', async (settings, option) => {
    const environment = { ...environmentOf('telnyx'), ...RECEIPTS, ...settings };
    const problems = await problemsOf(environment);
    expect(Object.keys(problems)).toEqual([option]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('are judged by the parsers, whose problems are told with all others', async () => {
    const arn = 'arn:aws:sns:nowhere:123456789012:sms-logs';
    const environment = { ...environmentOf('sns'), OTP_SECRET: '', AWS_SNS_TOPIC_ARNS: arn };
    const problems = await problemsOf(environment);
    expect(Object.keys(problems).sort()).toEqual(['provider.topicArns[0]', 'secret']);
    expect(problems['provider.topicArns[0]']).toMatch(/^\(AWS_SNS_TOPIC_ARNS\) must be the ARN of a topic/);
  });

  it('are undefined where no provider is set up for receipts', async () => {
    const otp = await createOtpFromEnv(environmentOf('telnyx'));
    expect(otp).toEqual({
      engine: expect.anything(),
      webhooks: undefined,
      countries: null,
      createEngine: expect.any(Function),
      close: expect.any(Function),
    });
    await otp.close();
  });

  it('take in what a retired sender still reports, with nothing of its account but what its receipts need', async () => {
    const TWILIO_AUTH_TOKEN = '0123456789abcdef0123456789abcdef';
    const environment = { ...environmentOf('telnyx'), OTP_RETIRED_PROVIDERS: 'twilio', TWILIO_AUTH_TOKEN };
    const [parser] = await parsersOf({ ...environment, OTP_PUBLIC_URL: PUBLIC_URL });
    const report = twilioCallback(`${PUBLIC_URL}/webhooks/twilio`, TWILIO_AUTH_TOKEN);
    expect(await parser?.parse(report)).toMatchObject({ status: 'verified' });
    expect(await idsOf(environment)).toEqual([]);
  });

  it('refuse what is badly written of a retired sender', async () => {
    const environment = { ...environmentOf('telnyx'), OTP_RETIRED_PROVIDERS: 'twilio', TWILIO_AUTH_TOKEN: 'short' };
    expect(Object.keys(await problemsOf(environment))).toEqual(['retired.0.authToken']);
  });

  it('tell onEvent what became of a message, beside the events of the engine', async () => {
    const events: string[] = [];
    const server = createServer((_request, response) => {
      const data = { id: MESSAGE_ID, to: [{ phone_number: '+39123456789', status: 'queued' }] };
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ data }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const TELNYX_BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { engine, webhooks, close } = await createOtpFromEnv(
      { ...environmentOf('telnyx'), ...RECEIPTS, TELNYX_BASE_URL },
      { onEvent: (event) => events.push('messageId' in event ? `${event.type} ${event.messageId}` : event.type) },
    );
    expect(await engine.request({ to: '+39123456789' })).toMatchObject({ ok: true });
    const payload = { id: MESSAGE_ID, to: [{ status: 'delivered' }] };
    const outcome = await webhooks?.parsers[0]?.parse(telnyxEvent('message.finalized', payload));
    if (outcome?.status === 'verified') for (const report of outcome.reports) webhooks?.onReport(report);
    await close();
    expect(events.slice(-2)).toEqual([`message-accepted ${MESSAGE_ID}`, `message-delivered ${MESSAGE_ID}`]);
  });

  it('tell what still waits for its message when all is closed', async () => {
    const events: string[] = [];
    const { webhooks, close } = await createOtpFromEnv(
      { ...environmentOf('telnyx'), ...RECEIPTS },
      { onEvent: (event) => events.push(event.type) },
    );
    webhooks?.onReport({ providerId: 'telnyx', messageId: MESSAGE_ID, status: 'delivered', atMs: null, failure: null });
    expect(events).toEqual([]);
    await close();
    await close();
    expect(events).toEqual(['message-delivered']);
  });
});

describe('the webhooks of createOtp', () => {
  const { TELNYX_API_KEY: apiKey = '' } = ACCOUNTS.telnyx;
  const telnyx = { name: 'telnyx', apiKey, from: '+14155550100', publicKey: TELNYX_PUBLIC_KEY } as const;
  const parserOf = (providerId: string) => ({
    specificationVersion: 'v1' as const,
    kind: 'delivery-report-parser' as const,
    providerId,
    parse: async () => ({ status: 'refused', reason: 'unauthenticated' }) as const,
  });

  it('come from settings in code, and of senders that are already made by parsers', async () => {
    const { webhooks, close } = await createOtp({
      provider: [telnyx, createRecordingSmsSender()],
      parsers: [parserOf('recording')],
      publicUrl: PUBLIC_URL,
      secret: SECRET,
    });
    expect(webhooks?.parsers.map(({ providerId }) => providerId)).toEqual(['telnyx', 'recording']);
    await close();
  });

  it.each([
    [{ publicUrl: 7 }, ['publicUrl']],
    [{ parsers: parserOf('one') }, ['parsers']],
    [{ parsers: [{ providerId: 'one' }] }, ['parsers']],
    [{ parsers: [parserOf('one'), parserOf('one')] }, ['parsers']],
  ])('refuse %j', async (settings, options) => {
    const problems = options.map((option) => ({ option }));
    const given = { provider: createRecordingSmsSender(), secret: SECRET, ...settings };
    await expect(createOtp(given as never)).rejects.toMatchObject({ problems });
  });
});

describe('OTP_PUBLIC_URL', () => {
  /** What a vendor was sent, by a request to it that it refuses. */
  async function sentTo(name: 'twilio' | 'telnyx' | 'sinch-sms', settings: Readonly<Record<string, string>>) {
    const bodies: string[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(decodeURIComponent(body));
      response.writeHead(401, { 'Content-Type': 'application/json' }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { engine: otp } = await createOtpFromEnv({
      ...environmentOf(name),
      TWILIO_BASE_URL: url,
      TELNYX_BASE_URL: url,
      SINCH_SMS_BASE_URL: url,
      ...settings,
    });
    onTestFinished(() => otp.close());
    expect(await otp.request({ to: '+39123456789' })).toMatchObject({ reason: 'delivery-failed' });
    expect(bodies).toHaveLength(1);
    return bodies[0] ?? '';
  }

  it.each(['twilio', 'telnyx', 'sinch-sms'] as const)('has messages of %s say where receipts go', async (name) => {
    expect(await sentTo(name, RECEIPTS)).toContain(`${PUBLIC_URL}/webhooks/${name}`);
  });

  it('says nothing where nobody could tell whose the receipts are', async () => {
    expect(await sentTo('telnyx', { OTP_PUBLIC_URL: PUBLIC_URL })).not.toContain('app.example');
  });

  it("gives way to the provider's own setting", async () => {
    const body = await sentTo('telnyx', { ...RECEIPTS, TELNYX_WEBHOOK_URL: 'https://elsewhere.example/receipts' });
    expect(body).toContain('https://elsewhere.example/receipts');
    expect(body).not.toContain('app.example');
    for (const secret of [...CREDENTIALS, SECRET]) expect(body).not.toContain(secret);
  });
});
