/** "Trust this device": the password alone is enough there, for as long as it was said, and for nobody else. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type App, NUMBER, OTHER_NUMBER, openApp } from './test-support/open-app.ts';

const ACCOUNT = { email: 'ada@example.com', password: 'a-long-password' };
const DAY_MS = 86_400_000;
const NEEDS_CODE = { twoFactorRedirect: true, twoFactorMethods: ['phone-otp'] };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function openTrusting(plugin: object = { trustDeviceDays: 30 }) {
  const app = await openApp({
    plugin: { secondFactor: 'verified-numbers', ...plugin },
    auth: { emailAndPassword: { enabled: true } },
  });
  const { client } = app.browse();
  await client.signUp.email({ ...ACCOUNT, name: 'Ada' });
  await client.phoneOtp.requestNumberChange({ phoneNumber: NUMBER });
  await client.phoneOtp.changeNumber({ code: app.sender.lastCode() });
  await app.clock.advance(3_600_000);
  return app;
}

/** Signs in with both factors, and asks to be spared the code here. */
async function trust(app: App) {
  const { client, browser } = app.browse();
  await client.signIn.email(ACCOUNT);
  await client.phoneOtp.sendSecondFactor();
  const answer = await client.phoneOtp.verifySecondFactor({ code: app.sender.lastCode(), trustDevice: true });
  expect(answer.error).toBeNull();
  await client.signOut();
  return { client, browser };
}

describe('verifySecondFactor({ trustDevice: true })', () => {
  it('spares this device the code, and no other', async () => {
    const app = await openTrusting();
    const { client } = await trust(app);
    expect((await client.signIn.email(ACCOUNT)).data).toMatchObject({ user: { email: ACCOUNT.email } });
    expect((await app.browse().client.signIn.email(ACCOUNT)).data).toEqual(NEEDS_CODE);
  });

  it('spares nothing without it', async () => {
    const app = await openTrusting();
    const { client } = app.browse();
    await client.signIn.email(ACCOUNT);
    await client.phoneOtp.sendSecondFactor();
    await client.phoneOtp.verifySecondFactor({ code: app.sender.lastCode() });
    await client.signOut();
    expect((await client.signIn.email(ACCOUNT)).data).toEqual(NEEDS_CODE);
  });

  it('ends after its days, whatever the browser keeps', async () => {
    const app = await openTrusting();
    const { client } = await trust(app);
    vi.setSystemTime(Date.now() + 30 * DAY_MS - 60_000);
    expect((await client.signIn.email(ACCOUNT)).data).not.toEqual(NEEDS_CODE);
    await client.signOut();
    vi.setSystemTime(Date.now() + 120_000);
    expect((await client.signIn.email(ACCOUNT)).data).toEqual(NEEDS_CODE);
  });

  it('ends with a new password', async () => {
    const app = await openTrusting();
    const { client } = await trust(app);
    await client.signIn.email(ACCOUNT);
    const newPassword = 'another-long-password';
    const changed = await client.changePassword({ currentPassword: ACCOUNT.password, newPassword });
    expect(changed.error).toBeNull();
    await client.signOut();
    expect((await client.signIn.email({ ...ACCOUNT, password: newPassword })).data).toEqual(NEEDS_CODE);
  });

  it('ends with another number', async () => {
    const app = await openTrusting();
    const { client } = await trust(app);
    await client.signIn.email(ACCOUNT);
    await client.phoneOtp.requestNumberChange({ phoneNumber: OTHER_NUMBER });
    expect((await client.phoneOtp.changeNumber({ code: app.sender.lastCode(OTHER_NUMBER) })).error).toBeNull();
    await client.signOut();
    expect((await client.signIn.email(ACCOUNT)).data).toEqual(NEEDS_CODE);
  });

  it('is for one account: another one on this device is asked', async () => {
    const app = await openTrusting();
    const other = { email: 'bob@example.com', password: 'his-long-password' };
    const { client } = await trust(app);
    await client.signUp.email({ ...other, name: 'Bob' });
    await client.phoneOtp.requestNumberChange({ phoneNumber: OTHER_NUMBER });
    await client.phoneOtp.changeNumber({ code: app.sender.lastCode(OTHER_NUMBER) });
    await client.signOut();
    expect((await client.signIn.email(other)).data).toEqual(NEEDS_CODE);
  });

  it('does not make the phone alone enough', async () => {
    const app = await openTrusting();
    const { client } = await trust(app);
    await app.clock.advance(3_600_000);
    await client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    const { error } = await client.signIn.phoneOtp({ code: app.sender.lastCode(NUMBER) });
    expect(error).toMatchObject({ code: 'SECOND_FACTOR_REQUIRED' });
  });

  it('takes no cookie that this app did not sign for it', async () => {
    const app = await openTrusting();
    const { browser } = await trust(app);
    // Another signed cookie of the same app in its place.
    const another = browser.cookie('phone_otp_device') ?? '';
    const response = await app.auth.handler(
      new Request('http://localhost:3000/api/auth/sign-in/email', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: 'http://localhost:3000',
          cookie: `better-auth.phone_otp_trusted=${another}`,
        },
        body: JSON.stringify(ACCOUNT),
      }),
    );
    expect(await response.json()).toEqual(NEEDS_CODE);
  });

  it('is refused where the app does not offer it, and spends no code', async () => {
    const app = await openTrusting({});
    const { client } = app.browse();
    await client.signIn.email(ACCOUNT);
    await client.phoneOtp.sendSecondFactor();
    const code = app.sender.lastCode();
    const { error } = await client.phoneOtp.verifySecondFactor({ code, trustDevice: true });
    expect(error).toMatchObject({ status: 400, code: 'TRUST_NOT_OFFERED' });
    expect((await client.phoneOtp.verifySecondFactor({ code })).error).toBeNull();
  });
});
