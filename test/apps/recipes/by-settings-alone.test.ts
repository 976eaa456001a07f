/** The recipes with other providers, by settings alone: the inbox stands in for each vendor, at the vendor's own wire. */
import { startHangingVendor, startVendor } from '@countersign/test-servers/vendor-server';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { APPS } from '../example-app.ts';
import { newNumber, wrongCode } from './support/each-app-and-store.ts';
import { type AppName, type Environment, type RecipeApp, startRecipeApp } from './support/recipe-app.ts';

const TWILIO = {
  TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
  TWILIO_AUTH_TOKEN: 'fedcba9876543210fedcba9876543210',
  TWILIO_PHONE_NUMBER: '+14155550100',
  TWILIO_VERIFY_SERVICE_SID: 'VA0123456789abcdef0123456789abcdef',
};
const TELNYX = { TELNYX_API_KEY: 'KEY0123456789ABCDEF', TELNYX_PHONE_NUMBER: '+14155550100' };
const SINCH = { SINCH_KEY_ID: '1a2b3c4d-0000-4000-8000-123456789abc', SINCH_KEY_SECRET: 'MDEyMzQ1Njc4OWFiY2RlZg==' };

const PROVIDERS: ReadonlyArray<readonly [name: string, settingsAt: (url: string) => Environment]> = [
  ['twilio', (url) => ({ ...TWILIO, TWILIO_BASE_URL: url })],
  ['twilio-verify', (url) => ({ ...TWILIO, TWILIO_BASE_URL: url })],
  ['telnyx', (url) => ({ ...TELNYX, TELNYX_BASE_URL: `${url}/v2` })],
  ['sinch', (url) => ({ ...SINCH, SINCH_BASE_URL: url })],
  ['sns', (url) => ({ AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_SNS: url })],
];

beforeAll(() => {
  // Where the AWS SDK looks for an account.
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-secret-of-nobody');
});
afterAll(() => void vi.unstubAllEnvs());

async function start(name: AppName, provider: string, settingsAt: (url: string) => Environment): Promise<RecipeApp> {
  return startRecipeApp(name, (url) => ({ OTP_PROVIDER: provider, OTP_ANSWER_AFTER_MS: '400', ...settingsAt(url) }));
}

describe.each(APPS)('apps/%s', (name) => {
  describe.each(PROVIDERS)('with OTP_PROVIDER=%s', (provider, settingsAt) => {
    let app: RecipeApp;
    beforeAll(async () => {
      app = await start(name, provider, settingsAt);
    }, 60_000);
    afterAll(async () => app?.close());

    it('recipe 1 authenticates', async () => {
      const phone_number = newNumber();
      const sent = await app.post('/auth/request-otp', { phone_number });
      expect(sent).toMatchObject({ status: 200, body: { message_id: expect.stringMatching(/.{8}/) } });
      const otp = await app.codeOf(phone_number);
      expect(await app.post('/auth/verify-otp', { phone_number, otp: wrongCode(otp) })).toMatchObject({ status: 401 });
      expect(await app.post('/auth/verify-otp', { phone_number, otp })).toMatchObject({
        status: 200,
        body: { authenticated: true },
      });
    });

    it('recipe 2 matches', async () => {
      const phoneNumber = newNumber();
      const sent = await app.post('/send-code', { phoneNumber });
      expect(sent).toMatchObject({
        status: 200,
        body: { message: expect.stringMatching(/^Message sent with id: .{8}/) },
      });
      const smsCode = await app.codeOf(phoneNumber);
      const wrong = await app.post('/verify-code', { phoneNumber, smsCode: wrongCode(smsCode) });
      expect(wrong).toMatchObject({ status: 400 });
      expect(await app.post('/verify-code', { phoneNumber, smsCode })).toMatchObject({
        status: 200,
        body: { message: 'This is a valid match!' },
      });
    });

    it('recipe 3 verifies a user', async () => {
      const phoneNumber = newNumber();
      await app.post('/register', { phoneNumber });
      const { body } = await app.post('/request-otp', { phoneNumber });
      const { verificationId } = body.data as { verificationId: string };
      const code = await app.codeOf(phoneNumber);
      const wrong = await app.post('/verify-otp', { verificationId, code: wrongCode(code) });
      expect(wrong).toMatchObject({ status: 400, body: { success: false } });
      expect(await app.post('/verify-otp', { verificationId, code })).toMatchObject({
        status: 200,
        body: { success: true, data: { verified: true } },
      });
    });

    it('recipe 4 opens a session', async () => {
      const phoneNumber = newNumber();
      const { body } = await app.post('/register', { phoneNumber });
      expect(await app.post('/auth/sms/send', { userId: body.id })).toMatchObject({ status: 200 });
      const code = await app.codeOf(phoneNumber);
      expect(await app.post('/auth/sms/verify', { userId: body.id, code: wrongCode(code) })).toMatchObject({
        status: 401,
      });
      expect(await app.post('/auth/sms/verify', { userId: body.id, code })).toMatchObject({ status: 200 });
    });

    it('answers known and unknown users the same when codes are tried as well', async () => {
      const [known, unknown] = [newNumber(), newNumber()];
      await app.post('/register', { phoneNumber: known });
      const seenBy = async (phoneNumber: string) => {
        const requested = await app.post('/request-otp', { phoneNumber });
        const { verificationId } = requested.body.data as { verificationId: string };
        const code = provider === 'sinch' ? '0000' : '000000';
        const { status, text } = await app.post('/verify-otp', { verificationId, code });
        return { status, text };
      };
      const [one, other] = await Promise.all([seenBy(known), seenBy(unknown)]);
      expect(other).toMatchObject({ status: one.status, text: one.text });
    });
  });

  it("shows Telnyx's own message id in recipe 1, and Twilio's in recipe 2", async () => {
    const telnyx = await start(name, 'telnyx', (url) => ({ ...TELNYX, TELNYX_BASE_URL: `${url}/v2` }));
    onTestFinished(() => telnyx.close());
    const sent = await telnyx.post('/auth/request-otp', { phone_number: newNumber() });
    expect(telnyx.log()).toContain(`"messageId":"${sent.body.message_id}"`);
    const twilio = await start(name, 'twilio', (url) => ({ ...TWILIO, TWILIO_BASE_URL: url }));
    onTestFinished(() => twilio.close());
    const { body } = await twilio.post('/send-code', { phoneNumber: newNumber() });
    expect(body.message).toMatch(/^Message sent with id: SM[0-9a-f]{32}$/);
  });

  it('tells of a key that the provider does not take as an error of the operator, never as a wrong code', async () => {
    const vendor = await startVendor((_request, response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"errors":[{"code":"10009","title":"No"}]}'),
    );
    const app = await startRecipeApp(name, { OTP_PROVIDER: 'telnyx', ...TELNYX, TELNYX_BASE_URL: vendor.url });
    onTestFinished(() => app.close());
    const first = await app.post('/auth/request-otp', { phone_number: newNumber() });
    expect({ status: first.status, body: first.body }).toEqual({ status: 502, body: { error: expect.any(String) } });
    expect(await app.post('/send-code', { phoneNumber: newNumber() })).toMatchObject({ status: 502 });
    expect(app.log()).toContain('"category":"authentication"');
  });

  it('answers at the same moment whether a provider that never answers was asked or nobody', async () => {
    const vendor = await startHangingVendor();
    const app = await startRecipeApp(name, { ...SINCH, OTP_PROVIDER: 'sinch', SINCH_BASE_URL: vendor.url });
    // Waits for the calls under way.
    onTestFinished(() => app.close(), 30_000);
    const [known, unknown] = [newNumber(), newNumber()];
    const { body } = await app.post('/register', { phoneNumber: known });
    const startedAtMs = performance.now();
    const answers = await Promise.all([
      app.post('/request-otp', { phoneNumber: known }),
      app.post('/request-otp', { phoneNumber: unknown }),
      app.post('/auth/sms/send', { userId: body.id }),
      app.post('/auth/sms/send', { userId: '123' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    // Far from the ten seconds that the provider is given.
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
    expect(vendor.requests).toHaveLength(2);
  });

  it('tells everybody alike that the provider which checks codes is at fault', async () => {
    let isBroken = false;
    const vendor = await startVendor((request, response) => {
      response.setHeader('content-type', 'application/json');
      if (isBroken) response.writeHead(500).end('{"errorCode":50000,"message":"broken"}');
      else if (request.method === 'POST')
        response.end('{"id":"00000000-1111-4222-8333-444444444444","method":"sms","sms":{}}');
      else
        response.end(
          '{"id":"00000000-1111-4222-8333-444444444444","method":"sms","status":"FAIL","reason":"Invalid code"}',
        );
    });
    const app = await startRecipeApp(name, {
      ...SINCH,
      OTP_PROVIDER: 'sinch',
      SINCH_BASE_URL: vendor.url,
      OTP_ANSWER_AFTER_MS: '400',
    });
    onTestFinished(() => app.close());
    const [known, unknown] = [newNumber(), newNumber()];
    await app.post('/register', { phoneNumber: known });
    const ids = await Promise.all(
      [known, unknown].map(async (phoneNumber) => {
        const { body } = await app.post('/request-otp', { phoneNumber });
        return (body.data as { verificationId: string }).verificationId;
      }),
    );
    const guess = (verificationId: string | undefined) => app.post('/verify-otp', { verificationId, code: '1234' });
    expect(await guess(ids[0])).toMatchObject({ status: 400 });
    isBroken = true;
    const faults = [await guess(ids[0]), await guess(ids[1])];
    expect(faults[0]).toMatchObject({ status: 502, body: { success: false, message: expect.any(String) } });
    expect(faults[1]).toMatchObject({ status: 502, text: faults[0]?.text });
    isBroken = false;
    expect([await guess(ids[0]), await guess(ids[1])]).toMatchObject([{ status: 400 }, { status: 400 }]);
  });
});
