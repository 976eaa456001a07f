/** A number is taken off an account by its owner, and never the last way into it. */
import { describe, expect, it } from 'vitest';
import type { NumberChange } from './phone-otp-options.ts';
import { NUMBER, openApp, SIGN_UP } from './test-support/open-app.ts';

const ACCOUNT = { email: 'ada@example.com', password: 'a-long-password' };

async function openWithPassword(plugin: object = {}) {
  const app = await openApp({ plugin, auth: { emailAndPassword: { enabled: true } } });
  const { client, browser } = app.browse();
  await client.signUp.email({ ...ACCOUNT, name: 'Ada' });
  await client.phoneOtp.requestNumberChange({ phoneNumber: NUMBER });
  await client.phoneOtp.changeNumber({ code: app.sender.lastCode() });
  await app.clock.advance(3_600_000);
  return { app, client, browser };
}

describe('authClient.phoneOtp.removeNumber', () => {
  it('takes the number off with the password, and tells', async () => {
    const changes: NumberChange[] = [];
    const { app, client } = await openWithPassword({ onNumberChanged: (change: NumberChange) => changes.push(change) });
    changes.length = 0;
    const { data } = await client.phoneOtp.removeNumber({ password: ACCOUNT.password });
    expect(data?.user).toMatchObject({ phoneNumber: null, phoneNumberVerified: false });
    expect((await client.getSession()).data?.user.phoneNumber).toBeNull();
    expect(await app.users()).toMatchObject([{ phoneNumber: null }]);
    expect(changes).toMatchObject([{ phoneNumber: null, previousPhoneNumber: NUMBER }]);
    expect((await client.phoneOtp.removeNumber({ password: ACCOUNT.password })).error).toMatchObject({
      status: 400,
      code: 'NO_PHONE_NUMBER',
    });
  });

  it.each([{}, { password: 'a-wrong-password' }, undefined])(
    'keeps it without the right password: %j',
    async (body) => {
      const { app, client } = await openWithPassword({ secondFactor: 'verified-numbers' });
      expect((await client.phoneOtp.removeNumber(body)).error).toMatchObject({ code: 'INVALID_PASSWORD' });
      expect(await app.users()).toMatchObject([{ phoneNumber: NUMBER, phoneNumberVerified: true }]);
    },
  );

  it('keeps it where a server that calls it gives no body', async () => {
    const { app, browser } = await openWithPassword();
    const headers = new Headers({ cookie: `better-auth.session_token=${browser.cookie('session_token')}` });
    await expect(app.auth.api.removePhoneNumber({ headers })).rejects.toMatchObject({
      body: { code: 'INVALID_PASSWORD' },
    });
  });

  it('takes the second factor with it', async () => {
    const { client } = await openWithPassword({ secondFactor: 'verified-numbers' });
    await client.phoneOtp.removeNumber({ password: ACCOUNT.password });
    await client.signOut();
    expect((await client.signIn.email(ACCOUNT)).data).toMatchObject({ user: { email: ACCOUNT.email } });
  });

  it('keeps the number that is the only way in', async () => {
    const app = await openApp({ plugin: { signUpOnVerification: SIGN_UP } });
    const { client } = app.browse();
    await client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    await client.signIn.phoneOtp({ code: app.sender.lastCode() });
    expect((await client.phoneOtp.removeNumber()).error).toMatchObject({ status: 409, code: 'LAST_SIGN_IN_METHOD' });
    expect(await app.users()).toMatchObject([{ phoneNumber: NUMBER }]);
  });

  it('is for who is signed in, and not long ago', async () => {
    const app = await openApp();
    expect((await app.browse().client.phoneOtp.removeNumber()).error).toMatchObject({ status: 401 });
  });

  it('makes a code on its way worthless', async () => {
    const { app, client } = await openWithPassword();
    const other = app.browse();
    await other.client.phoneOtp.requestPasswordReset({ phoneNumber: NUMBER });
    const code = app.sender.lastCode(NUMBER);
    await client.phoneOtp.removeNumber({ password: ACCOUNT.password });
    const reset = { code, newPassword: 'another-long-password' };
    expect((await other.client.phoneOtp.resetPassword(reset)).error).toMatchObject({
      code: 'PHONE_NUMBER_NOT_REGISTERED',
    });
  });
});
