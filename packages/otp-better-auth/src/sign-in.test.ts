/** Signing in and up by a code: what a browser sees, and what is in the database afterwards. */
import { describe, expect, it } from 'vitest';
import { readPhoneOtpRefusal } from './client/index.ts';
import { NUMBER, OTHER_NUMBER, openApp, SIGN_UP } from './test-support/open-app.ts';

const WITH_SIGN_UP = { plugin: { signUpOnVerification: SIGN_UP } };

describe('authClient.signIn.phoneOtp', () => {
  it('makes an account for a number that has none, and signs it in', async () => {
    const app = await openApp(WITH_SIGN_UP);
    const page = app.browse();
    const sent = await page.client.phoneOtp.sendCode({ phoneNumber: '+1 (415) 555-0123' });
    expect(sent.data).toMatchObject({ status: true, codeLength: 6, maskedTo: expect.stringMatching(/23$/) });

    const { data } = await page.client.signIn.phoneOtp({ code: app.sender.lastCode(NUMBER) });
    expect(data).toMatchObject({ isNewUser: true, user: { phoneNumber: NUMBER, phoneNumberVerified: true } });
    const session = await page.client.getSession();
    expect(session.data?.user).toMatchObject({ email: '14155550123@phone.example', name: NUMBER });
    // The types of the two fields reach the client.
    const phoneNumber: string | null | undefined = session.data?.user.phoneNumber;
    expect(phoneNumber).toBe(NUMBER);
  });

  it('signs the same account in the next time, whatever spelling the number has', async () => {
    const app = await openApp(WITH_SIGN_UP);
    for (const [spelling, isNewUser] of [
      [NUMBER, true],
      ['+1 415 555 0123', false],
    ] as const) {
      await app.clock.advance(3_600_000);
      const page = app.browse();
      await page.client.phoneOtp.sendCode({ phoneNumber: spelling });
      expect((await page.client.signIn.phoneOtp({ code: app.sender.lastCode() })).data?.isNewUser).toBe(isNewUser);
    }
    expect(await app.users()).toHaveLength(1);
  });

  it('opens one session for 50 right codes at once', async () => {
    const app = await openApp(WITH_SIGN_UP);
    const page = app.browse();
    await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    const code = app.sender.lastCode();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => app.browse(page.browser.copy()).client.signIn.phoneOtp({ code })),
    );
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ error }) => error?.code ?? []))).toEqual(new Set(['CHALLENGE_NOT_ACTIVE']));
    expect(await app.sessions()).toHaveLength(1);
    expect(await app.users()).toHaveLength(1);
  });

  it('gives one account to two right codes for the same new number', async () => {
    // Both find no account, and both make one: the second is told so by the database.
    const waiting: Array<() => void> = [];
    const meet = () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 2) for (const go of waiting) go();
      });
    const app = await openApp({ ...WITH_SIGN_UP, auth: { databaseHooks: { user: { create: { before: meet } } } } });
    const pages = [app.browse(), app.browse()];
    const codes: string[] = [];
    for (const page of pages) {
      await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
      codes.push(app.sender.lastCode());
      await app.clock.advance(120_000);
    }
    const answers = await Promise.all(
      pages.map((page, index) => page.client.signIn.phoneOtp({ code: codes[index] ?? '' })),
    );
    expect(answers.map(({ error }) => error)).toEqual([null, null]);
    expect(answers.map(({ data }) => data?.isNewUser).sort()).toEqual([false, true]);
    expect(await app.users()).toHaveLength(1);
  });

  it('counts wrong codes over its own resend, and then takes no right one', async () => {
    const app = await openApp({ ...WITH_SIGN_UP, engine: { policy: { maxAttempts: 3 } } });
    const page = app.browse();
    await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    const right = app.sender.lastCode();
    const wrong = right === '000000' ? '111111' : '000000';
    const guess = async (code: string) => (await page.client.signIn.phoneOtp({ code })).error;
    expect(await guess(wrong)).toMatchObject({ status: 422, code: 'WRONG_CODE', attemptsLeft: 2 });
    expect(await guess(wrong)).toMatchObject({ code: 'WRONG_CODE', attemptsLeft: 1 });
    await app.clock.advance(120_000);
    expect((await page.client.phoneOtp.resendCode({ flow: 'sign-in' })).data).toMatchObject({ status: true });
    await guess(wrong);
    expect(await guess(app.sender.lastCode())).toMatchObject({ status: 410, code: 'CHALLENGE_NOT_ACTIVE' });
    expect(await app.sessions()).toEqual([]);
  });

  it('reads codes as people type them, and spends no try on what is none', async () => {
    const app = await openApp({ ...WITH_SIGN_UP, engine: { policy: { maxAttempts: 1 } } });
    const page = app.browse();
    await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    expect((await page.client.signIn.phoneOtp({ code: 'hello' })).error).toMatchObject({
      status: 400,
      code: 'MALFORMED_CODE',
    });
    const code = app.sender.lastCode();
    expect((await page.client.signIn.phoneOtp({ code: ` ${code.slice(0, 3)}-${code.slice(3)}\n` })).error).toBeNull();
  });

  it('keeps the handle in a signed cookie: no other browser can use the code', async () => {
    const app = await openApp(WITH_SIGN_UP);
    const page = app.browse();
    const { data } = await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    expect(JSON.stringify(data)).not.toContain('challenge');
    const code = app.sender.lastCode();
    expect((await app.browse().client.signIn.phoneOtp({ code })).error).toMatchObject({ code: 'CHALLENGE_NOT_ACTIVE' });
    // Forged: the same value without a signature of the server's.
    const forged = page.browser.copy();
    const [value] = decodeURIComponent(forged.cookie('phone_otp_sign_in') ?? '')
      .split('.')
      .slice(0, -1);
    const response = await app.auth.handler(
      new Request('http://localhost:3000/api/auth/sign-in/phone-otp', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: 'http://localhost:3000',
          cookie: `better-auth.phone_otp_sign_in=${value}.AAAA`,
        },
        body: JSON.stringify({ code }),
      }),
    );
    expect(response.status).toBe(410);
    expect((await page.client.signIn.phoneOtp({ code })).error).toBeNull();
    expect(page.browser.cookie('phone_otp_sign_in')).toBeUndefined();
  });

  it('takes the additional fields of a new user, and refuses those that nobody may set before the code is spent', async () => {
    const app = await openApp({
      ...WITH_SIGN_UP,
      auth: { user: { additionalFields: { city: { type: 'string', required: false } } } },
    });
    const page = app.browse();
    await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    const code = app.sender.lastCode();
    const forbidden = await page.client.signIn.phoneOtp({ code, phoneNumber: OTHER_NUMBER, phoneNumberVerified: true });
    expect(forbidden.error).toMatchObject({ status: 400, code: 'FIELD_NOT_ALLOWED' });
    expect((await page.client.signIn.phoneOtp({ code, city: 'Genoa' })).error).toBeNull();
    expect(await app.users()).toMatchObject([{ phoneNumber: NUMBER, city: 'Genoa' }]);
  });

  it('lets nobody set a number by signing up with e-mail or by updating the user', async () => {
    const app = await openApp(WITH_SIGN_UP);
    const page = app.browse();
    const account = { email: 'mallory@example.com', password: 'a-long-password', name: 'Mallory' };
    const claimed = await page.client.signUp.email({ ...account, phoneNumber: NUMBER } as typeof account);
    expect(claimed.error).toMatchObject({ code: 'FIELD_NOT_ALLOWED' });
    await page.client.signUp.email(account);
    const updated = await page.client.updateUser({ name: 'M', phoneNumber: NUMBER, phoneNumberVerified: true } as {
      name: string;
    });
    expect(updated.error).toMatchObject({ code: 'FIELD_NOT_ALLOWED' });
  });

  it('gives a number that nobody proved to whoever proves it, not to the account that claims it', async () => {
    const app = await openApp(WITH_SIGN_UP);
    const mallory = app.browse();
    await mallory.client.signUp.email({ email: 'mallory@example.com', password: 'a-long-password', name: 'Mallory' });
    const [{ id = '' } = {}] = await app.users();
    await app.db.update({
      model: 'user',
      where: [{ field: 'id', value: String(id) }],
      update: { phoneNumber: NUMBER },
    });

    const owner = app.browse();
    await owner.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    const { data } = await owner.client.signIn.phoneOtp({ code: app.sender.lastCode() });
    expect(data).toMatchObject({ isNewUser: true });
    expect(data?.user.id).not.toBe(id);
    expect(
      (await mallory.client.getSession({ query: { disableCookieCache: true } })).data?.user.phoneNumber ?? null,
    ).toBeNull();
  });

  it('answers limits with the moment from which it is worth trying again', async () => {
    const app = await openApp(WITH_SIGN_UP);
    const page = app.browse();
    await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    const { error } = await page.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    expect(error).toMatchObject({ status: 429, code: 'COOLDOWN' });
    expect(readPhoneOtpRefusal(error)?.retryAt?.getTime()).toBeGreaterThan(app.clock.now());
    expect(app.sender.messages).toHaveLength(1);
  });

  it.each([
    ['', 400, 'INVALID_PHONE_NUMBER'],
    ['hello', 400, 'INVALID_PHONE_NUMBER'],
    [`+${'1'.repeat(2_000)}`, 400, 'INVALID_PHONE_NUMBER'],
  ])('refuses %.20s as a number', async (phoneNumber, status, code) => {
    const app = await openApp(WITH_SIGN_UP);
    expect((await app.browse().client.phoneOtp.sendCode({ phoneNumber })).error).toMatchObject({ status, code });
  });

  it('is refused to pages of other origins, with cookies and without', async () => {
    const app = await openApp(WITH_SIGN_UP);
    const post = (headers: Record<string, string>) =>
      app.auth.handler(
        new Request('http://localhost:3000/api/auth/phone-otp/send-code', {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: 'https://evil.example', ...headers },
          body: JSON.stringify({ phoneNumber: NUMBER }),
        }),
      );
    expect((await post({ cookie: 'better-auth.session_token=x' })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })).status).toBe(403);
    expect(app.sender.messages).toEqual([]);
  });
});
