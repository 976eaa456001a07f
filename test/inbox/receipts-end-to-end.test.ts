/**
 * From an engine through a real adapter to the inbox, and back: the inbox posts the receipt over a socket, otp-web takes
 * it, and the tracker tells which challenge it is about. Faults played by the inbox decide how it ends.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOtpEngine, type OtpEvent } from '@countersign/otp-core';
import { createDeliveryTracker, type DeliveryEvent } from '@countersign/otp-core/delivery';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { DeliveryReportParser, SmsSender, VerificationProvider } from '@countersign/otp-core/spec';
import { createInbox, type Inbox, type InboxVendors, randomTestPhone } from '@countersign/otp-inbox';
import { withFailover } from '@countersign/otp-routing';
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
import { createOtpRouter } from '@countersign/otp-web/express';
import express from 'express';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

const TWILIO = {
  accountSid: `AC${'5a'.repeat(16)}`,
  authToken: 'c0ffee11c0ffee22c0ffee33c0ffee44',
  from: '+14155550100',
};
const TELNYX = { apiKey: 'KEY0185C0FFEE0185C0FFEE_q7Zt', from: '+18445550001' };
const SINCH = {
  applicationKey: '669e367e-6bba-48ab-af15-266871c28135',
  applicationSecret: 'BeIukql3pTKJ8RGL5zo0DA==',
};
const SNS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: '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' };
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:sms-logs';
const PLAN_SECRET = 'a-secret-of-the-service-plan';

interface Vendor {
  readonly name: string;
  vendors(receiptUrl: string): InboxVendors;
  create(inbox: Inbox, receiptUrl: string): SmsSender | VerificationProvider;
  parser(inbox: Inbox, receiptUrl: string): DeliveryReportParser;
}

const VENDORS: readonly Vendor[] = [
  {
    name: 'twilio',
    vendors: () => ({}),
    create: ({ url }, statusCallback) => createTwilioSmsSender({ ...TWILIO, baseUrl: url, statusCallback }),
    parser: (_inbox, publicUrl) => createTwilioDeliveryReportParser({ authToken: TWILIO.authToken, publicUrl }),
  },
  {
    name: 'telnyx',
    vendors: () => ({}),
    create: ({ url }, webhookUrl) => createTelnyxSmsSender({ ...TELNYX, baseUrl: `${url}/v2`, webhookUrl }),
    parser: ({ telnyxPublicKey }) => createTelnyxDeliveryReportParser({ publicKey: telnyxPublicKey }),
  },
  {
    name: 'telnyx-verify',
    vendors: (webhookUrl) => ({ telnyx: { webhookUrl } }),
    create: ({ url }) =>
      createTelnyxVerificationProvider({
        apiKey: TELNYX.apiKey,
        verifyProfileId: '12ade33a-21c0-473b-b055-b3c836e1c292',
        baseUrl: `${url}/v2`,
      }),
    parser: ({ telnyxPublicKey }) => createTelnyxDeliveryReportParser({ publicKey: telnyxPublicKey }),
  },
  {
    name: 'sinch-sms',
    vendors: () => ({ 'sinch-sms': { webhookSecret: PLAN_SECRET } }),
    create: ({ url }, callbackUrl) =>
      createSinchSmsSender({ servicePlanId: 'plan-1', apiToken: 'hush-hush-hush', baseUrl: url, callbackUrl }),
    parser: () => createSinchDeliveryReportParser({ webhookSecret: PLAN_SECRET }),
  },
  {
    name: 'sinch',
    vendors: (callbackUrl) => ({ sinch: { ...SINCH, callbackUrl } }),
    create: ({ url }) => createSinchVerificationProvider({ ...SINCH, baseUrl: url }),
    parser: () => createSinchDeliveryReportParser(SINCH),
  },
  {
    name: 'sns',
    vendors: (topicUrl) => ({ sns: { ...SNS, topicUrl, topicArn: TOPIC } }),
    create: ({ url }) => createSnsSmsSender({ region: 'eu-west-1', endpoint: url, credentials: SNS }),
    parser: ({ snsCertificate }) =>
      createSnsDeliveryReportParser({ topicArns: [TOPIC], fetch: async () => new Response(snsCertificate) }),
  },
];

/** An app that takes receipts, and the inbox that sends them. */
async function startApp(vendor: Vendor) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receiptUrl = `${origin}/otp/webhooks/${vendor.name.startsWith('telnyx') ? 'telnyx' : vendor.name}`;
  const inbox = createInbox({ port: 0, vendors: vendor.vendors(receiptUrl) });
  await inbox.listen();
  onTestFinished(async () => {
    await inbox.close();
    server.closeAllConnections();
    server.close();
  });
  const events: Array<OtpEvent | DeliveryEvent> = [];
  const tracker = createDeliveryTracker({ onEvent: (event) => events.push(event) });
  const engine = createOtpEngine({
    provider: vendor.create(inbox, receiptUrl),
    store: createMemoryCodeStore(),
    secret: 'a secret of the tests, 32 bytes and more',
    onEvent: tracker.onEvent,
  });
  const webhooks = { parsers: [vendor.parser(inbox, receiptUrl)], onReport: tracker.report };
  server.on('request', express().use('/otp', createOtpRouter({ engine, webhooks })));
  return { inbox, engine, events };
}

describe.each(VENDORS)('$name', (vendor) => {
  it('reports a message that arrived, to the challenge it belongs to, within two seconds', async () => {
    const { inbox, engine, events } = await startApp(vendor);
    const to = randomTestPhone();
    const startedAtMs = performance.now();
    const requested = await engine.request({ to });
    expect(requested).toMatchObject({ ok: true, delivery: 'accepted' });
    const told = () => events.find(({ type }) => type === 'message-delivered');
    await vi.waitFor(() => expect(told()).toBeDefined(), { timeout: 5_000 });
    expect(performance.now() - startedAtMs).toBeLessThan(4_000);
    const accepted = events.find((event) => event.type === 'message-accepted');
    expect(told()).toMatchObject({ challengeId: accepted?.challengeId, messageId: accepted?.messageId });
    const challenge = requested.ok ? requested.challenge : '';
    const code = await inbox.waitForCode({ to });
    expect(await engine.verify({ challenge, code })).toMatchObject({ ok: true, phoneNumber: to });
  });

  it('reports a message that did not', async () => {
    const { inbox, engine, events } = await startApp(vendor);
    inbox.rules.add({ fault: { type: 'undelivered' } });
    await engine.request({ to: randomTestPhone() });
    const told = () => events.find((event) => event.type === 'message-undelivered');
    await vi.waitFor(() => expect(told()).toBeDefined(), { timeout: 5_000 });
    expect(told()).toMatchObject({ challengeId: expect.any(String), failure: { category: expect.any(String) } });
  });
});

describe('failover', () => {
  it('goes on to the next vendor where the inbox plays trouble at the first, and sends one message', async () => {
    const inbox = createInbox({ port: 0, rules: [{ provider: 'twilio', fault: { type: 'rate-limited' } }] });
    await inbox.listen();
    onTestFinished(() => inbox.close());
    const sender = withFailover([
      createTwilioSmsSender({ ...TWILIO, baseUrl: inbox.url }),
      createTelnyxSmsSender({ ...TELNYX, baseUrl: `${inbox.url}/v2` }),
    ]);
    const to = randomTestPhone();
    expect(await sender.send({ to, text: 'hello' })).toMatchObject({ status: 'accepted', providerId: 'telnyx' });
    expect(inbox.messages({ to })).toMatchObject([{ provider: 'telnyx' }]);
    expect(inbox.rules.strikes()).toMatchObject([{ provider: 'twilio', fault: 'rate-limited' }]);
  });

  it('stays with the vendor that took a message and never answered', async () => {
    const inbox = createInbox({ port: 0, rules: [{ provider: 'twilio', fault: { type: 'hang-after-reading' } }] });
    await inbox.listen();
    onTestFinished(() => inbox.close());
    const sender = withFailover([
      createTwilioSmsSender({ ...TWILIO, baseUrl: inbox.url, timeoutMs: 500 }),
      createTelnyxSmsSender({ ...TELNYX, baseUrl: `${inbox.url}/v2` }),
    ]);
    const to = randomTestPhone();
    expect(await sender.send({ to, text: 'hello' })).toMatchObject({ status: 'unknown' });
    expect(inbox.messages({ to })).toMatchObject([{ provider: 'twilio', ruleId: 'rule-1' }]);
  });
});
