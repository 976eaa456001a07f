/** A new password by a code to the verified number. */
import { describe, expect, it } from 'vitest';
import { type AppOptions, NUMBER, openApp, SIGN_UP } from './test-support/open-app.ts';

const ACCOUNT = { email: 'ada@example.com', password: 'a-long-password' };
const NEW_PASSWORD = 'another-long-password';

async function openAppWithAccount(options: AppOptions = {}) {
  const app = await openApp(options);
  const { client } = app.browse();
  await client.signUp.email({ ...ACCOUNT, name: 'Ada' });
  await client.phoneOtp.requestNumberChange({ phoneNumber: NUMBER });
  await client.phoneOtp.changeNumber({ code: app.sender.lastCode() });
  await app.clock.advance(3_600_000);
  return app;
}

describe('authClient.phoneOtp.resetPassword', () => {
  it('sets the password, and ends the sessions where better-auth is told to', async () => {
    const told: string[] = [];
    const app = await openAppWithAccount({
      auth: {
        emailAndPassword: {
          enabled: true,
          revokeSessionsOnPasswordReset: true,
          onPasswordReset: async ({ user }) => void told.push(user.email),
        },
      },
    });
    const { client } = app.browse();
    await client.phoneOtp.requestPasswordReset({ phoneNumber: NUMBER });
    const code = app.sender.lastCode();
    // A password that better-auth does not take costs neither the code nor a try.
    const short = await client.phoneOtp.resetPassword({ code, newPassword: 'short' });
    expect(short.error).toMatchObject({ status: 400, code: 'PASSWORD_TOO_SHORT' });
    expect((await client.phoneOtp.resetPassword({ code, newPassword: NEW_PASSWORD })).data).toEqual({ status: true });
    expect(told).toEqual([ACCOUNT.email]);
    expect(await app.sessions()).toEqual([]);
    expect((await client.signIn.email(ACCOUNT)).error?.status).toBe(401);
    expect((await client.signIn.email({ ...ACCOUNT, password: NEW_PASSWORD })).error).toBeNull();
  });

  it('changes it once for 50 right codes at once', async () => {
    const app = await openAppWithAccount();
    const { client, browser } = app.browse();
    await client.phoneOtp.requestPasswordReset({ phoneNumber: NUMBER });
    const code = app.sender.lastCode();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        app.browse(browser.copy()).client.phoneOtp.resetPassword({ code, newPassword: `${NEW_PASSWORD}-${index}` }),
      ),
    );
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
  });

  it('gives a first password to an account that has none', async () => {
    const app = await openApp({ plugin: { signUpOnVerification: SIGN_UP } });
    const { client } = app.browse();
    await client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    await client.signIn.phoneOtp({ code: app.sender.lastCode() });
    await app.clock.advance(3_600_000);
    await client.phoneOtp.requestPasswordReset({ phoneNumber: NUMBER });
    await client.phoneOtp.resetPassword({ code: app.sender.lastCode(), newPassword: NEW_PASSWORD });
    const { error } = await client.signIn.email({ email: '14155550123@phone.example', password: NEW_PASSWORD });
    expect(error).toBeNull();
  });

  it('is refused by an app without passwords', async () => {
    const app = await openApp({ auth: { emailAndPassword: { enabled: false } } });
    const { error } = await app.browse().client.phoneOtp.requestPasswordReset({ phoneNumber: NUMBER });
    expect(error).toMatchObject({ status: 400, code: 'PASSWORDS_NOT_ENABLED' });
  });
});
