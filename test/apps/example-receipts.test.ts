/** The examples taking delivery receipts: set up by settings alone, believed only when the provider signed them. */
import { createHmac } from 'node:crypto';
import { createInbox } from '@countersign/otp-inbox';
import { until } from '@countersign/test-servers/until';
import { describe, expect, it, onTestFinished } from 'vitest';
import { APPS, type ExampleApp, startApp } from './example-app.ts';
import { post } from './verification-client.ts';

const TOKEN = 'fedcba9876543210fedcba9876543210';
/** As Twilio would call it, which is not where the app listens: there is a proxy between. */
const PUBLIC_URL = 'https://app.example/otp';

type Event = Readonly<Record<string, unknown>>;

function eventsOf(app: ExampleApp): readonly Event[] {
  const lines = app.output().split('\n');
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Event);
}

/** A status callback with a signature made by whoever has the token. */
async function callBack(app: ExampleApp, messageId: string, token: string): Promise<number> {
  const fields = { MessageSid: messageId, MessageStatus: 'delivered' };
  const signed = `${PUBLIC_URL}/webhooks/twilio${Object.entries(fields).flat().join('')}`;
  const signature = createHmac('sha1', token).update(signed).digest('base64');
  const response = await fetch(`${app.pageUrl}/otp/webhooks/twilio`, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(fields),
  });
  return response.status;
}

describe.each(APPS)('apps/%s with OTP_PUBLIC_URL', (name) => {
  it('tells which message was delivered when Twilio says so, and nothing when somebody else does', async () => {
    const inbox = createInbox({ port: 0 });
    onTestFinished(() => inbox.close());
    const app = await startApp(name, {
      OTP_PROVIDER: 'twilio',
      OTP_PUBLIC_URL: PUBLIC_URL,
      TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
      TWILIO_AUTH_TOKEN: TOKEN,
      TWILIO_PHONE_NUMBER: '+14155550100',
      TWILIO_BASE_URL: await inbox.listen(),
    });
    onTestFinished(async () => void (await app.end('SIGKILL')));
    expect(await post(app, '/verifications', { phoneNumber: '+14155550121' })).toMatchObject({ status: 202 });
    await until('the message to be accepted', () => eventsOf(app).some(({ type }) => type === 'message-accepted'));
    const accepted = eventsOf(app).find(({ type }) => type === 'message-accepted');
    const messageId = String(accepted?.messageId);

    expect(await callBack(app, messageId, 'a-token-of-somebody-else')).toBe(403);
    expect(await callBack(app, messageId, TOKEN)).toBe(204);
    await until('the receipt to be told', () => eventsOf(app).some(({ type }) => type === 'message-delivered'));
    const told = eventsOf(app).filter(({ type }) => type === 'message-delivered');
    expect(told).toHaveLength(1);
    const { challengeId, subject } = accepted ?? {};
    expect(told[0]).toMatchObject({ providerId: 'twilio', messageId, purpose: 'default', challengeId, subject });
  });

  it('has no such path where no provider is set up for receipts', async () => {
    const app = await startApp(name);
    onTestFinished(async () => void (await app.end('SIGKILL')));
    expect(await callBack(app, 'SM0', TOKEN)).toBe(404);
  });
});
