/** `OTP_PROVIDER=<any> npm run demo` without an account: the inbox plays the vendor, through the real adapter and back. */
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { createOtpFromEnv, describeConfig } from '@countersign/otp-config';
import { inboxSettings } from '@countersign/otp-inbox';
import { createOtpRouter } from '@countersign/otp-web/express';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Demo, openDemo } from '../../apps/shared/open-demo.ts';
import { readSettings } from '../../apps/shared/settings.ts';
import { APPS, startApp } from './example-app.ts';
import { post } from './verification-client.ts';

const NUMBER = '+14155550131';
const PROVIDERS = inboxSettings('http://127.0.0.1:4025');
/** The vendor, or what plays it, tells nobody what became of a message. */
const WITHOUT_RECEIPTS = ['twilio-verify', 'http-gateway'];

/** The SDK of AWS reads these by itself; whoever runs the tests may have some. */
beforeEach(() => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'NODE_ENV']) vi.stubEnv(name, '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return address.port;
}

async function openDemoWith(settings: Readonly<Record<string, string>>): Promise<Demo & { readonly port: number }> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const port = await freePort();
  const own = readSettings({ PORT: String(port), INBOX_PORT: '0' });
  const demo = await openDemo(process.env, own, { receiptsBelow: '/otp' });
  onTestFinished(() => demo.close());
  return { ...demo, port };
}

async function readCode(inboxUrl: string | null, to: string): Promise<string> {
  const answer = await fetch(`${inboxUrl}/api/v1/code?to=${encodeURIComponent(to)}&wait=5s`);
  return ((await answer.json()) as { readonly code: string }).code;
}

describe.each(PROVIDERS)('the demo with OTP_PROVIDER=$provider and nothing else', ({ provider, address }) => {
  it('verifies a number by the code in the inbox, and believes the receipt', async () => {
    const { environment, inboxUrl, port } = await openDemoWith({ OTP_PROVIDER: provider });
    const events: string[] = [];
    const onEvent = ({ type }: { readonly type: string }) => void events.push(type);
    const { engine, webhooks, close } = await createOtpFromEnv({ ...environment, OTP_WARM_UP: '1' }, { onEvent });
    onTestFinished(() => close());
    const app = express();
    app.use('/otp', createOtpRouter({ engine, webhooks, onError: (error) => events.push(String(error)) }));
    const server = await new Promise<Server>((resolve) => {
      const listening = app.listen(port, '127.0.0.1', () => resolve(listening));
    });
    onTestFinished(() => void server.close());

    const sent = await engine.request({ to: NUMBER });
    expect(sent).toMatchObject({ ok: true, delivery: 'accepted' });
    const challenge = sent.ok ? sent.challenge : '';
    const code = await readCode(inboxUrl, NUMBER);
    expect(await engine.verify({ challenge, code })).toMatchObject({ ok: true, phoneNumber: NUMBER });
    if (!WITHOUT_RECEIPTS.includes(provider)) {
      await vi.waitFor(() => expect(events).toContain('message-delivered'), { timeout: 5_000 });
    }
  });

  it('is pointed where the inbox says that it plays the vendor, and shows it', () => {
    const [url = ''] = Object.values(address);
    const { credentials } = PROVIDERS.find((each) => each.provider === provider) ?? { credentials: {} };
    const described = describeConfig({
      ...credentials,
      OTP_PROVIDER: provider,
      OTP_SECRET: 'a-secret-of-the-tests-0123456789-abcdef',
      OTP_INBOX_URL: 'http://127.0.0.1:4025/',
    });
    expect(described).toMatchObject({ inboxUrl: 'http://127.0.0.1:4025', problems: [] });
    // The address of a gateway may hold its key, and is shown without its path.
    const shown = provider === 'http-gateway' ? 'http://127.0.0.1:4025/…' : url;
    expect(Object.values(described.providers[0]?.settings ?? {})).toContain(shown);
  });
});

describe('the demo with accounts', () => {
  it('leaves a provider with its vendor that has any setting of its own', async () => {
    const { environment, inboxUrl } = await openDemoWith({ OTP_PROVIDER: 'sinch', SINCH_KEY_ID: 'of-somebody' });
    expect(inboxUrl).toBeNull();
    expect(environment).not.toHaveProperty('SINCH_KEY_SECRET');
    expect(environment).not.toHaveProperty('OTP_INBOX_URL');
  });

  it('leaves a list with its vendors where one of them has an account', async () => {
    const { environment, inboxUrl } = await openDemoWith({
      OTP_PROVIDER: 'telnyx,sns',
      TELNYX_API_KEY: 'KEY0123456789',
    });
    expect(inboxUrl).toBeNull();
    expect(environment).not.toHaveProperty('OTP_INBOX_URL');
  });

  it('makes nothing up in production', async () => {
    const { environment, inboxUrl } = await openDemoWith({ OTP_PROVIDER: 'twilio', NODE_ENV: 'production' });
    expect(inboxUrl).toBeNull();
    expect(environment).not.toHaveProperty('TWILIO_ACCOUNT_SID');
    expect(environment).not.toHaveProperty('OTP_SECRET');
  });
});

describe.each(APPS)('apps/%s', (name) => {
  it('runs twilio-verify without an account, and says that its messages are in the inbox', async () => {
    const app = await startApp(name, { OTP_PROVIDER: 'twilio-verify' });
    onTestFinished(async () => void (await app.end('SIGKILL')));
    expect(app.output()).toMatch(/Inbox {2}http:\/\/localhost:\d+ .*twilio-verify/);
    const { status, body } = await post(app, '/verifications', { phoneNumber: NUMBER });
    expect(status).toBe(202);
    const code = await readCode(app.inboxUrl, NUMBER);
    const { challenge } = body as { readonly challenge: string };
    expect(await post(app, '/verifications/check', { challenge, code })).toMatchObject({ status: 200 });
  });
});
