/** Receipts as our own parsers read them: signed, in order, repeated as vendors repeat, and as rules spoil them. */
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import {
  createSinchDeliveryReportParser,
  createSinchSmsSender,
  createSinchVerificationProvider,
} from '@countersign/otp-sinch';
import { createSnsDeliveryReportParser, createSnsSmsSender } from '@countersign/otp-sns';
import {
  createTelnyxDeliveryReportParser,
  createTelnyxSmsSender,
  createTelnyxVerificationProvider,
} from '@countersign/otp-telnyx';
import { createTwilioDeliveryReportParser, createTwilioSmsSender } from '@countersign/otp-twilio';
import { describe, expect, it } from 'vitest';
import type { InboxFault } from '../rules/rule.ts';
import { type PostedReceipt, startTwins, type TestTwins, type TestTwinsOptions } from '../test-support/start-twins.ts';
import { ALICE, BOB } from '../test-support/test-inbox.ts';

const URL_OF_APP = 'http://127.0.0.1:3000/otp/webhooks/vendor';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:sms-logs';
const AUTH_TOKEN = 'c0ffee11c0ffee22c0ffee33c0ffee44';
const ACCOUNT = { accountSid: `AC${'5a'.repeat(16)}`, authToken: AUTH_TOKEN };
const API_KEY = 'KEY0123456789ABCDEF_hush';
const PROFILE_ID = '12ade33a-21c0-473b-b055-b3c836e1c292';
const APPLICATION = {
  applicationKey: '669e367e-6bba-48ab-af15-266871c28135',
  applicationSecret: 'BeIukql3pTKJ8RGL5zo0DA==',
};
const WEBHOOK_SECRET = 'a-secret-of-the-service-plan';
/** The app has told the inbox what a vendor's console would know. */
const VENDORS = {
  telnyx: { webhookUrl: URL_OF_APP },
  sinch: { ...APPLICATION, callbackUrl: URL_OF_APP },
  'sinch-sms': { webhookSecret: WEBHOOK_SECRET },
  sns: { topicUrl: URL_OF_APP, topicArn: TOPIC },
};

interface Source {
  readonly name: string;
  send(url: string): Promise<unknown>;
  parser(twins: TestTwins): DeliveryReportParser;
  /** What it tells of a message that arrives, in its order. */
  readonly tells: readonly string[];
  /** Its code for a message that does not. */
  readonly code: string;
}

const SOURCES: readonly Source[] = [
  {
    name: 'twilio',
    send: (baseUrl) =>
      createTwilioSmsSender({ ...ACCOUNT, from: BOB, baseUrl, statusCallback: URL_OF_APP }).send({
        to: ALICE,
        text: 'ü',
      }),
    parser: () => createTwilioDeliveryReportParser({ authToken: AUTH_TOKEN, publicUrl: URL_OF_APP }),
    tells: ['in-transit', 'delivered'],
    code: '30003',
  },
  {
    name: 'telnyx',
    send: (url) =>
      createTelnyxSmsSender({ apiKey: API_KEY, from: BOB, baseUrl: `${url}/v2` }).send({ to: ALICE, text: 'ü' }),
    parser: ({ keys }) => createTelnyxDeliveryReportParser({ publicKey: keys.telnyxPublicKey }),
    tells: ['in-transit', 'delivered'],
    code: '40008',
  },
  {
    name: 'telnyx-verify',
    send: (url) =>
      createTelnyxVerificationProvider({ apiKey: API_KEY, verifyProfileId: PROFILE_ID, baseUrl: `${url}/v2` }).start({
        to: ALICE,
      }),
    parser: ({ keys }) => createTelnyxDeliveryReportParser({ publicKey: keys.telnyxPublicKey }),
    tells: ['in-transit', 'delivered'],
    code: '40008',
  },
  {
    name: 'sinch-sms',
    send: (baseUrl) =>
      createSinchSmsSender({ servicePlanId: 'plan-1', apiToken: 'hush-hush', baseUrl, callbackUrl: URL_OF_APP }).send({
        to: ALICE,
        text: 'ü',
      }),
    parser: () => createSinchDeliveryReportParser({ webhookSecret: WEBHOOK_SECRET }),
    tells: ['in-transit', 'in-transit', 'delivered'],
    code: '417',
  },
  {
    name: 'sinch',
    send: (baseUrl) => createSinchVerificationProvider({ ...APPLICATION, baseUrl }).start({ to: ALICE }),
    parser: () => createSinchDeliveryReportParser(APPLICATION),
    tells: ['delivered'],
    code: 'none',
  },
  {
    name: 'sns',
    send: (endpoint) =>
      createSnsSmsSender({
        region: 'eu-west-1',
        endpoint,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'hush-hush-hush-hush' },
      }).send({ to: ALICE, text: 'ü' }),
    parser: ({ keys }) =>
      createSnsDeliveryReportParser({ topicArns: [TOPIC], fetch: async () => new Response(keys.snsCertificate) }),
    tells: ['delivered'],
    code: 'Phone is currently unreachable/unavailable',
  },
];

async function start(source: Source, options: TestTwinsOptions = {}) {
  const twins = await startTwins({ vendors: VENDORS, ...options });
  const parser = source.parser(twins);
  expect(await source.send(twins.url)).toMatchObject({ status: 'accepted' });
  return {
    ...twins,
    async reports(posts: readonly PostedReceipt[] = twins.posts) {
      const outcomes = [];
      for (const { url, headers, body } of posts) {
        outcomes.push(
          await parser.parse({ method: 'POST', url, headers: lowerCased(headers), body: Buffer.from(body) }),
        );
      }
      return outcomes.flatMap((outcome) => {
        if (outcome.status !== 'verified') throw new Error(JSON.stringify(outcome));
        return outcome.reports;
      });
    },
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

describe.each(SOURCES)('receipts of $name', (source) => {
  it('are believed by our parser, come in order, and are complete within two seconds', async () => {
    const { pass, reports, messages } = await start(source);
    await pass(2_000);
    const told = await reports();
    expect(told.map(({ status }) => status)).toEqual(source.tells);
    const [message] = messages();
    for (const report of told) expect(report).toMatchObject({ messageId: message?.vendorId, failure: null });
    expect(message?.delivery.status).toBe('delivered');
  });

  it('tell with the vendor’s code what was not delivered', async () => {
    const { pass, reports, messages } = await start(source, { rules: [{ fault: { type: 'undelivered' } }] });
    await pass(2_000);
    const last = (await reports()).at(-1);
    expect(last).toMatchObject({ status: 'undelivered', failure: { category: expect.any(String) } });
    if (source.code !== 'none') expect(last?.failure?.providerCode).toBe(source.code);
    expect(messages()).toMatchObject([{ arrives: false, delivery: { status: 'undelivered' }, ruleId: 'rule-1' }]);
  });

  const last = source.tells.at(-1);
  it.each<[InboxFault['type'], readonly string[]]>([
    ['receipt-doubled', source.tells.flatMap((status) => [status, status])],
    ['receipt-out-of-order', [...source.tells].reverse()],
    ['receipt-lost', []],
    ['lost', []],
  ])('can be spoilt by %s', async (type, expected) => {
    const { pass, reports } = await start(source, { rules: [{ fault: { type } as InboxFault }] });
    await pass(5_000);
    expect((await reports()).map(({ status }) => status)).toEqual(expected);
    expect(last).toBe('delivered');
  });

  it('can be late', async () => {
    const { pass, posts, messages } = await start(source, {
      rules: [{ fault: { type: 'receipt-late', delaySeconds: 60 } }],
    });
    await pass(59_000);
    expect(posts).toEqual([]);
    expect(messages()[0]?.delivery.status).toBe('delivered');
    await pass(3_000);
    expect(posts).toHaveLength(source.tells.length);
  });

  it('go to this machine only, and the timeline says so', async () => {
    const elsewhere = 'https://app.example/receipts';
    const vendors = {
      telnyx: { webhookUrl: elsewhere },
      sinch: { ...APPLICATION, callbackUrl: elsewhere },
      sns: { topicUrl: elsewhere },
    };
    const twins = await startTwins({ vendors });
    await source.send(twins.url);
    if (source.name === 'twilio' || source.name === 'sinch-sms') {
      // Their requests name an address of this machine.
      await twins.pass(2_000);
      expect(twins.timeline()).toContainEqual(expect.objectContaining({ type: 'receipt', outcome: 'answered' }));
      return;
    }
    await twins.pass(2_000);
    expect(twins.posts).toEqual([]);
    expect(twins.timeline()).toContainEqual(
      expect.objectContaining({
        type: 'receipt',
        outcome: 'blocked',
        url: elsewhere,
        note: expect.stringContaining('receiptHosts'),
      }),
    );
  });
});

describe('receipts', () => {
  const [twilio, telnyx, , sinchSms] = SOURCES as [Source, Source, Source, Source];

  it.each([
    ['app.example', 'https://app.example/receipts'],
    ['App.Example', 'https://app.example/receipts'],
    ['app.example.', 'https://app.example/receipts'],
    ['app.example', 'https://APP.example.:8443/receipts'],
    ['bücher.example', 'https://xn--bcher-kva.example/receipts'],
    ['xn--bcher-kva.example', 'https://Bücher.example/receipts'],
    ['2001:DB8::1', 'https://[2001:db8:0:0:0:0:0:1]/receipts'],
    ['[2001:db8:0:0::1]', 'https://[2001:db8::1]:8443/receipts'],
    ['10.0.0.1', 'https://0x0a.1/receipts'],
    ['167772161', 'https://10.0.0.1/receipts'],
  ])('go to a host that was allowed: by %s to %s', async (host, webhookUrl) => {
    const { pass, posts } = await start(telnyx, { vendors: { telnyx: { webhookUrl } }, receiptHosts: [host] });
    await pass(2_000);
    expect(posts).toHaveLength(2);
  });

  it.each([
    ['app.example', 'https://app.example.net/receipts'],
    ['app.example', 'https://www.app.example/receipts'],
    ['2001:db8::1', 'https://[2001:db8::11]/receipts'],
    ['10.0.0.1', 'https://[::ffff:10.0.0.1]/receipts'],
  ])('go to no other host than that: with %s not to %s', async (host, webhookUrl) => {
    const { pass, posts } = await start(telnyx, { vendors: { telnyx: { webhookUrl } }, receiptHosts: [host] });
    await pass(2_000);
    expect(posts).toEqual([]);
  });

  it.each(['https://localhost./receipts', 'https://my-app.LOCALHOST./receipts', 'https://[0:0:0:0:0:0:0:1]/receipts'])(
    'go to this machine as %s',
    async (webhookUrl) => {
      const { pass, posts } = await start(telnyx, { vendors: { telnyx: { webhookUrl } } });
      await pass(2_000);
      expect(posts).toHaveLength(2);
    },
  );

  it('are repeated by Telnyx three times at each address, then at the second one', async () => {
    const twins = await startTwins({ answerReceipt: (url) => (url.endsWith('/second') ? 204 : 500) });
    const body = {
      to: ALICE,
      from: BOB,
      text: 'a',
      webhook_url: URL_OF_APP,
      webhook_failover_url: `${URL_OF_APP}/second`,
    };
    await fetch(`${twins.url}/v2/messages`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    await twins.pass(60_000);
    const attempts = twins.posts
      .map(
        ({ body: text }) =>
          JSON.parse(text) as {
            data: { id: string; event_type: string };
            meta: { attempt: number; delivered_to: string };
          },
      )
      .filter(({ data }) => data.event_type === 'message.sent');
    expect(attempts.map(({ meta }) => [meta.attempt, meta.delivered_to])).toEqual([
      [1, URL_OF_APP],
      [2, URL_OF_APP],
      [3, URL_OF_APP],
      [1, `${URL_OF_APP}/second`],
    ]);
    expect(new Set(attempts.map(({ data }) => data.id)).size).toBe(1);
  });

  it.each([
    [twilio, 500, 2],
    [twilio, null, 4],
    [sinchSms, 500, 15],
    [sinchSms, 404, 3],
  ])('are repeated by the vendor’s rules: %o after %s, %i in all', async (source, status, count) => {
    const { pass, posts } = await start(source, { answerReceipt: () => status });
    await pass(600_000);
    expect(posts).toHaveLength(count);
  });

  it('tell Sinch’s summary once, when the last recipient is served', async () => {
    const twins = await startTwins();
    const batch = { to: [ALICE, BOB], body: 'a', delivery_report: 'full', callback_url: URL_OF_APP };
    await fetch(`${twins.url}/xms/v1/plan/batches`, {
      method: 'POST',
      headers: { Authorization: 'Bearer hush-hush', 'Content-Type': 'application/json' },
      body: JSON.stringify(batch),
    });
    await twins.pass(2_000);
    expect(twins.posts.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'delivery_report_sms', total_message_count: 2, statuses: [{ status: 'Delivered', count: 2 }] },
    ]);
  });

  it('tell how a verification of Sinch ended', async () => {
    const twins = await startTwins({ vendors: VENDORS });
    const provider = createSinchVerificationProvider({ ...APPLICATION, baseUrl: twins.url });
    await provider.start({ to: ALICE });
    await provider.check({ to: ALICE, reference: null, code: twins.newestCode() });
    await twins.pass(2_000);
    expect(twins.posts.map(({ body }) => JSON.parse(body))).toMatchObject([
      { event: 'VerificationResultEvent', status: 'SUCCESSFUL', identity: { endpoint: ALICE } },
      { event: 'VerificationSmsDeliveredEvent', smsResult: 'Successful' },
    ]);
  });
});
