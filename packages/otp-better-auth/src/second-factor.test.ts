/** A code after the password: until it is typed there is no session, and the phone alone is never enough. */
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins';
import { describe, expect, it } from 'vitest';
import { createBrowser } from './test-support/browser.ts';
import { type App, type AppOptions, NUMBER, OTHER_NUMBER, openApp } from './test-support/open-app.ts';

const ACCOUNT = { email: 'ada@example.com', password: 'a-long-password' };

async function openAppWithAccount(options: AppOptions = { plugin: { secondFactor: 'verified-numbers' } }) {
  const app = await openApp(options);
  const { client } = app.browse();
  await client.signUp.email({ ...ACCOUNT, name: 'Ada' });
  await client.phoneOtp.requestNumberChange({ phoneNumber: NUMBER });
  expect((await client.phoneOtp.changeNumber({ code: app.sender.lastCode() })).error).toBeNull();
  await client.signOut();
  await app.clock.advance(3_600_000);
  return app;
}

async function typePassword(app: App) {
  const page = app.browse();
  const { data } = await page.client.signIn.email(ACCOUNT);
  expect(data).toEqual({ twoFactorRedirect: true, twoFactorMethods: ['phone-otp'] });
  return page;
}

describe('authClient.phoneOtp.verifySecondFactor', () => {
  it('opens the session that the password alone does not', async () => {
    const app = await openAppWithAccount();
    const { client, browser } = await typePassword(app);
    expect(browser.cookie('session_token')).toBeUndefined();
    expect((await client.getSession()).data).toBeNull();
    expect(await app.sessions()).toEqual([]);

    const sent = await client.phoneOtp.sendSecondFactor();
    expect(sent.data).toMatchObject({ maskedTo: expect.stringMatching(/23$/) });
    expect(JSON.stringify(sent.data)).not.toContain(NUMBER);
    const { data } = await client.phoneOtp.verifySecondFactor({ code: app.sender.lastCode(NUMBER) });
    expect(data?.user).toMatchObject({ email: ACCOUNT.email });
    expect((await client.getSession()).data?.user.phoneNumber).toBe(NUMBER);
  });

  it.each([
    ['an error of better-auth', () => new APIError('SERVICE_UNAVAILABLE', { message: 'The flags are down.' })],
    ['any other error', () => new Error('The flags are down.')],
  ])('opens no session where %s keeps it from being known who needs a code', async (_what, failure) => {
    let isDown = false;
    const app = await openAppWithAccount({
      plugin: {
        secondFactor: () => {
          if (isDown) throw failure();
          return true;
        },
      },
      auth: { emailAndPassword: { enabled: true }, session: { cookieCache: { enabled: true } } },
    });
    isDown = true;
    const { client, browser } = app.browse();
    expect((await client.signIn.email(ACCOUNT)).error?.status).toBeGreaterThanOrEqual(500);
    expect([browser.cookie('session_token'), browser.cookie('session_data')]).toEqual([undefined, undefined]);
    expect((await client.getSession()).data).toBeNull();
    expect(await app.sessions()).toEqual([]);
  });

  it('opens one session for 50 right codes at once', async () => {
    const app = await openAppWithAccount();
    const { client, browser } = await typePassword(app);
    await client.phoneOtp.sendSecondFactor();
    const code = app.sender.lastCode();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => app.browse(browser.copy()).client.phoneOtp.verifySecondFactor({ code })),
    );
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
    expect(await app.sessions()).toHaveLength(1);
  });

  it('counts wrong codes for the number: a new sign-in with the password gives none back', async () => {
    const app = await openAppWithAccount({
      plugin: { secondFactor: 'verified-numbers' },
      engine: { policy: { maxAttempts: 2, failureQuotas: [{ max: 4, durationMs: 86_400_000 }] } },
    });
    const refusals: unknown[] = [];
    for (let round = 0; round < 4; round += 1) {
      const { client } = await typePassword(app);
      const { error } = await client.phoneOtp.sendSecondFactor();
      refusals.push(error?.code);
      const code = app.sender.lastCode() === '000000' ? '111111' : '000000';
      for (let guess = 0; guess < 2; guess += 1) await client.phoneOtp.verifySecondFactor({ code });
      await app.clock.advance(3_600_000);
    }
    expect(refusals.at(-1)).toMatch(/QUOTA_EXCEEDED|PHONE_NUMBER_LOCKED/);
    expect(await app.sessions()).toEqual([]);
  });

  it('needs the password first, and counts it once', async () => {
    const app = await openAppWithAccount();
    const { client } = app.browse();
    expect((await client.phoneOtp.sendSecondFactor()).error).toMatchObject({
      status: 401,
      code: 'SIGN_IN_NOT_PENDING',
    });
    const page = await typePassword(app);
    const before = page.browser.copy();
    await page.client.phoneOtp.sendSecondFactor();
    await page.client.phoneOtp.verifySecondFactor({ code: app.sender.lastCode() });
    expect((await app.browse(before).client.phoneOtp.sendSecondFactor()).error?.code).toBe('SIGN_IN_NOT_PENDING');
  });

  it('takes no code that was sent for another account in this browser', async () => {
    const app = await openAppWithAccount();
    const eve = app.browse();
    await eve.client.signUp.email({ email: 'eve@example.com', password: 'a-long-password', name: 'Eve' });
    await eve.client.phoneOtp.requestNumberChange({ phoneNumber: OTHER_NUMBER });
    await eve.client.phoneOtp.changeNumber({ code: app.sender.lastCode(OTHER_NUMBER) });
    await eve.client.signOut();
    await app.clock.advance(3_600_000);
    await eve.client.signIn.email({ email: 'eve@example.com', password: 'a-long-password' });
    await eve.client.phoneOtp.sendSecondFactor();
    const code = app.sender.lastCode(OTHER_NUMBER);
    // Eve knows Ada's password, and has a code of her own phone.
    await eve.client.signIn.email(ACCOUNT);
    const { error } = await eve.client.phoneOtp.verifySecondFactor({ code });
    expect(error).toMatchObject({ status: 410, code: 'CHALLENGE_NOT_ACTIVE' });
    expect(await app.sessions()).toEqual([]);
  });

  it('asks nobody without a verified number, and only whom the function names', async () => {
    const app = await openAppWithAccount({ plugin: { secondFactor: (user) => user.email.startsWith('eve') } });
    expect((await app.browse().client.signIn.email(ACCOUNT)).data).toMatchObject({ user: { email: ACCOUNT.email } });
    const everyone = await openApp({ plugin: { secondFactor: 'verified-numbers' } });
    await everyone.browse().client.signUp.email({ ...ACCOUNT, name: 'Ada' });
    expect((await everyone.browse().client.signIn.email(ACCOUNT)).data).toMatchObject({ redirect: false });
  });

  it('is not gone round by a sign-in or a password reset with the phone alone', async () => {
    const app = await openAppWithAccount();
    const { client } = app.browse();
    await client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    const signedIn = await client.signIn.phoneOtp({ code: app.sender.lastCode() });
    expect(signedIn.error).toMatchObject({ status: 403, code: 'SECOND_FACTOR_REQUIRED' });
    await app.clock.advance(3_600_000);
    await client.phoneOtp.requestPasswordReset({ phoneNumber: NUMBER });
    const reset = await client.phoneOtp.resetPassword({ code: app.sender.lastCode(), newPassword: 'a-new-password' });
    expect(reset.error).toMatchObject({ status: 403, code: 'SECOND_FACTOR_REQUIRED' });
    expect(await app.sessions()).toEqual([]);
    await typePassword(app);
  });

  it.each(['before', 'after'])(
    'leaves who has an authenticator app to the plug-in for it, listed %s this one',
    async (place) => {
      const stock = twoFactor();
      const app = await openAppWithAccount({
        plugin: { secondFactor: 'verified-numbers' },
        ...(place === 'before' ? { before: [stock] } : { after: [stock] }),
      });
      const [{ id = '' } = {}] = await app.users();
      const where = [{ field: 'id', value: String(id) }];
      await app.db.update({ model: 'user', where, update: { twoFactorEnabled: true } });
      const { client } = app.browse();
      const { data } = await client.signIn.email(ACCOUNT);
      expect(data).toMatchObject({ twoFactorRedirect: true });
      expect(data).not.toMatchObject({ twoFactorMethods: ['phone-otp'] });
      await client.phoneOtp.sendCode({ phoneNumber: NUMBER });
      const signedIn = await client.signIn.phoneOtp({ code: app.sender.lastCode() });
      expect(signedIn.error).toMatchObject({ status: 403, code: 'SECOND_FACTOR_REQUIRED' });
    },
  );

  it.each(['off', 'verified-numbers'] as const)(
    'lets no cookie of that plug-in stand for one of this, with secondFactor: %s',
    async (secondFactor) => {
      const app = await openAppWithAccount({ plugin: { secondFactor }, after: [twoFactor()] });
      const [{ id = '' } = {}] = await app.users();
      const where = [{ field: 'id', value: String(id) }];
      await app.db.update({ model: 'user', where, update: { twoFactorEnabled: true } });
      const page = app.browse();
      await page.client.signIn.email(ACCOUNT);
      // It names a row with the user's id, and its signature holds: without its prefix it would ask for a code instead.
      const stolen = createBrowser(
        app.auth.handler,
        {},
        `better-auth.phone_otp_pending=${page.browser.cookie('two_factor')}`,
      );
      const { error } = await app.browse(stolen).client.phoneOtp.sendSecondFactor();
      expect(error).toMatchObject({ status: 401, code: 'SIGN_IN_NOT_PENDING' });
      await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
      const signedIn = await page.client.signIn.phoneOtp({ code: app.sender.lastCode() });
      expect(signedIn.error).toMatchObject({ status: 403, code: 'SECOND_FACTOR_REQUIRED' });
    },
  );

  it('counts a password once, though two codes for it are right at the same moment', async () => {
    const app = await openAppWithAccount();
    const pages = [await typePassword(app)];
    pages.push(app.browse(pages[0]?.browser.copy()));
    const attempts: Array<() => ReturnType<(typeof pages)[0]['client']['phoneOtp']['verifySecondFactor']>> = [];
    for (const { client } of pages) {
      expect((await client.phoneOtp.sendSecondFactor()).error).toBeNull();
      const code = app.sender.lastCode();
      attempts.push(() => client.phoneOtp.verifySecondFactor({ code }));
      await app.clock.advance(120_000);
    }
    const answers = await Promise.all(attempts.map((attempt) => attempt()));
    expect(answers.map(({ error }) => error?.code ?? 'in').sort()).toEqual(['SIGN_IN_NOT_PENDING', 'in']);
    expect(await app.sessions()).toHaveLength(1);
  });

  it('forgets the session with the browser where the password was typed with rememberMe: false', async () => {
    const app = await openAppWithAccount();
    const { client, browser } = app.browse();
    await client.signIn.email({ ...ACCOUNT, rememberMe: false });
    await client.phoneOtp.sendSecondFactor();
    await client.phoneOtp.verifySecondFactor({ code: app.sender.lastCode() });
    expect(browser.cookie('dont_remember')).toBeDefined();
    const [session] = await app.sessions();
    expect(new Date(String(session?.expiresAt)).getTime()).toBeLessThan(Date.now() + 86_400_001);
  });
});
