/** Linking and changing a number: only for who is signed in, and only by a code to the new number. */
import { describe, expect, it } from 'vitest';
import type { NumberChange } from './index.ts';
import { type App, NUMBER, OTHER_NUMBER, openApp, SIGN_UP } from './test-support/open-app.ts';

async function signUpByMail(app: App, name = 'ada') {
  const page = app.browse();
  const { data } = await page.client.signUp.email({ email: `${name}@example.com`, password: 'a-long-password', name });
  if (data === null) throw new Error('There is an account.');
  return { ...page, userId: data.user.id };
}

describe('authClient.phoneOtp.changeNumber', () => {
  it('links a number, changes it, and tells both', async () => {
    const changes: NumberChange[] = [];
    const app = await openApp({ plugin: { onNumberChanged: (change) => void changes.push(change) } });
    const { client, userId } = await signUpByMail(app);
    for (const phoneNumber of [NUMBER, OTHER_NUMBER]) {
      expect((await client.phoneOtp.requestNumberChange({ phoneNumber })).error).toBeNull();
      const { data } = await client.phoneOtp.changeNumber({ code: app.sender.lastCode(phoneNumber) });
      expect(data).toMatchObject({ status: true, user: { id: userId, phoneNumber, phoneNumberVerified: true } });
      expect((await client.getSession()).data?.user.phoneNumber).toBe(phoneNumber);
    }
    expect(changes).toMatchObject([
      { phoneNumber: NUMBER, previousPhoneNumber: null, user: { id: userId } },
      { phoneNumber: OTHER_NUMBER, previousPhoneNumber: NUMBER, user: { id: userId } },
    ]);
  });

  it('is for who is signed in', async () => {
    const app = await openApp();
    const { client } = app.browse();
    expect((await client.phoneOtp.requestNumberChange({ phoneNumber: NUMBER })).error?.status).toBe(401);
    expect((await client.phoneOtp.changeNumber({ code: '123456' })).error?.status).toBe(401);
    expect(app.sender.messages).toEqual([]);
  });

  it('asks for a new sign-in where the session is older than freshAge', async () => {
    const app = await openApp({ auth: { session: { freshAge: 60 } } });
    const { client } = await signUpByMail(app);
    const [{ token = '' } = {}] = await app.sessions();
    const where = [{ field: 'token', value: String(token) }];
    await app.db.update({ model: 'session', where, update: { createdAt: new Date(Date.now() - 61_000) } });
    const { error } = await client.phoneOtp.requestNumberChange({ phoneNumber: NUMBER });
    expect(error).toMatchObject({ status: 403, code: 'SESSION_NOT_FRESH' });
  });

  it('tells that a number is taken to who proves it, and to nobody who only asks', async () => {
    const app = await openApp({ plugin: { signUpOnVerification: SIGN_UP } });
    const owner = app.browse();
    await owner.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    await owner.client.signIn.phoneOtp({ code: app.sender.lastCode() });
    await app.clock.advance(3_600_000);

    const { client } = await signUpByMail(app);
    const [taken, free] = [
      await client.phoneOtp.requestNumberChange({ phoneNumber: OTHER_NUMBER }),
      await client.phoneOtp.requestNumberChange({ phoneNumber: NUMBER }),
    ];
    expect(Object.keys(taken.data ?? {})).toEqual(Object.keys(free.data ?? {}));
    const { error } = await client.phoneOtp.changeNumber({ code: app.sender.lastCode(NUMBER) });
    expect(error).toMatchObject({ status: 409, code: 'PHONE_NUMBER_TAKEN' });
    expect((await app.users()).filter(({ phoneNumber }) => phoneNumber === NUMBER)).toHaveLength(1);
  });

  it('gives the number to the account that asked, not to another one in the same browser', async () => {
    const app = await openApp();
    const first = await signUpByMail(app, 'ada');
    await first.client.phoneOtp.requestNumberChange({ phoneNumber: NUMBER });
    await first.client.signUp.email({ email: 'eve@example.com', password: 'a-long-password', name: 'eve' });
    const { error } = await first.client.phoneOtp.changeNumber({ code: app.sender.lastCode() });
    expect(error).toMatchObject({ status: 410, code: 'CHALLENGE_NOT_ACTIVE' });
  });

  it('takes no code of a sign-in, and gives none', async () => {
    const app = await openApp({ plugin: { signUpOnVerification: SIGN_UP } });
    const page = await signUpByMail(app);
    await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    const code = app.sender.lastCode();
    expect((await page.client.phoneOtp.changeNumber({ code })).error).toMatchObject({ code: 'CHALLENGE_NOT_ACTIVE' });
    // The value of one cookie under the name of another: the signature holds, the purpose of the handle does not.
    const value = page.browser.cookie('phone_otp_sign_in') ?? '';
    const response = await app.auth.handler(
      new Request('http://localhost:3000/api/auth/phone-otp/reset-password', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: 'http://localhost:3000',
          cookie: `better-auth.phone_otp_password_reset=${value}`,
        },
        body: JSON.stringify({ code, newPassword: 'another-long-password' }),
      }),
    );
    expect(response.status).toBe(410);
    expect((await page.client.signIn.phoneOtp({ code })).error).toBeNull();
  });
});
