/** What is kept of a request holds no credential, wherever a vendor carries one, and all the rest. */
import { createHttpGatewaySmsSender } from '@countersign/otp-http-gateway';
import { createSinchSmsSender, createSinchVerificationProvider } from '@countersign/otp-sinch';
import { createSnsSmsSender } from '@countersign/otp-sns';
import { createTelnyxSmsSender } from '@countersign/otp-telnyx';
import { createTwilioSmsSender } from '@countersign/otp-twilio';
import { describe, expect, it } from 'vitest';
import type { Inbox } from '../inbox.ts';
import { ALICE, BOB, sendRaw, startTestInbox } from '../test-support/test-inbox.ts';

const SECRET = 'BeIukql3pTKJ8RGL5zo0DA==';
const BASIC = Buffer.from(`669e367e-6bba-48ab-af15-266871c28135:${SECRET}`).toString('base64');
const MESSAGE = { to: ALICE, text: 'Grüße 482913' } as const;
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

const REQUESTS: ReadonlyArray<readonly [name: string, send: (inbox: Inbox) => Promise<unknown>]> = [
  [
    'Twilio',
    ({ url }) =>
      createTwilioSmsSender({ accountSid: `AC${'5a'.repeat(16)}`, authToken: SECRET, from: BOB, baseUrl: url }).send(
        MESSAGE,
      ),
  ],
  [
    'Telnyx',
    ({ url }) =>
      createTelnyxSmsSender({ apiKey: `KEY${SECRET.replaceAll('=', '')}`, from: BOB, baseUrl: `${url}/v2` }).send(
        MESSAGE,
      ),
  ],
  [
    'Sinch by Basic',
    ({ url }) =>
      createSinchVerificationProvider({
        applicationKey: '669e367e-6bba-48ab-af15-266871c28135',
        applicationSecret: SECRET,
        authentication: 'basic',
        baseUrl: url,
      }).start({ to: ALICE }),
  ],
  [
    'Sinch SMS',
    ({ url }) => createSinchSmsSender({ servicePlanId: 'plan-1', apiToken: SECRET, baseUrl: url }).send(MESSAGE),
  ],
  [
    'SNS with a session',
    ({ url }) =>
      createSnsSmsSender({
        region: 'eu-west-1',
        endpoint: url,
        credentials: {
          accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
          secretAccessKey: 'hush-hush-hush-hush',
          sessionToken: SECRET,
        },
      }).send(MESSAGE),
  ],
  [
    'a gateway by GET',
    ({ gatewayEndpoint }) =>
      createHttpGatewaySmsSender({
        endpoint: gatewayEndpoint,
        username: SECRET,
        password: SECRET,
        apiKey: SECRET,
        messageId: { json: 'id' },
      }).send(MESSAGE),
  ],
  [
    'a gateway by a form',
    (inbox) =>
      sendRaw(inbox, {
        method: 'POST',
        path: '/gateway',
        headers: FORM,
        body: String(new URLSearchParams({ phone: ALICE, message: MESSAGE.text, PASSWORD: SECRET })),
      }),
  ],
  [
    'a gateway by JSON',
    (inbox) =>
      sendRaw(inbox, {
        method: 'POST',
        path: '/gateway',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ password: SECRET, phone: ALICE, message: MESSAGE.text }),
      }),
  ],
];

describe('the kept request', () => {
  it.each(REQUESTS)('of %s hides the credentials and nothing else', async (_name, send) => {
    const inbox = await startTestInbox();
    await send(inbox);
    const request = inbox.request(inbox.messages()[0]?.id ?? '');
    const shown = JSON.stringify(request);
    for (const secret of [SECRET, encodeURIComponent(SECRET), BASIC, SECRET.replaceAll('=', '')]) {
      expect(shown).not.toContain(secret);
    }
    expect(shown).toContain('[hidden]');
    expect(decodeURIComponent(shown.replaceAll('+', ' '))).toContain(ALICE.slice(1));
    expect(request).toMatchObject({ method: expect.stringMatching(/GET|POST/), headers: { host: expect.any(String) } });
  });
});
