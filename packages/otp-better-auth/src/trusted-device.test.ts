/** "Trust this device": the password alone is enough there, for as long as it was said, and for nobody else. */
import { twoFactor } from 'better-auth/plugins';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PhoneOtpUser } from './phone-otp-options.ts';
import { type App, type AppOptions, NUMBER, OTHER_NUMBER, openApp } from './test-support/open-app.ts';

type Client = ReturnType<App['browse']>['client'];

const ACCOUNT = { email: 'ada@example.com', password: 'a-long-password' };
const DAY_MS = 86_400_000;
const NEEDS_CODE = { twoFactorRedirect: true, twoFactorMethods: ['phone-otp'] };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function openTrusting(plugin: object = { trustDeviceDays: 30 }, before: AppOptions['before'] = []) {
  const app = await openApp({
    before,
    plugin: { secondFactor: 'verified-numbers', ...plugin },
    auth: { emailAndPassword: { enabled: true } },
  });
  const { client } = app.browse();
  await client.signUp.email({ ...ACCOUNT, name: 'Ada' });
  await linkNumber(app, client, NUMBER);
  return app;
}

async function linkNumber(app: App, client: Client, phoneNumber: string): Promise<void> {
  await client.phoneOtp.requestNumberChange({ phoneNumber });
  const { error } = await client.phoneOtp.changeNumber({ code: app.sender.lastCode(phoneNumber) });
  expect(error).toBeNull();
  await app.clock.advance(3_600_000);
}

/** As another plug-in, or a server's own code, changes a user. */
async function updateUser(app: App, change: Record<string, unknown>): Promise<void> {
  const [user] = await app.users();
  const { internalAdapter } = await app.auth.$context;
  await internalAdapter.updateUser(String(user?.id), change);
}

/** From a browser that has this cookie and no other. */
async function signInWithCookie(app: App, cookie: string): Promise<object> {
  const response = await app.auth.handler(
    new Request('http://localhost:3000/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', cookie },
      body: JSON.stringify(ACCOUNT),
    }),
  );
  return (await response.json()) as object;
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

  it('gives the device another cookie at each use: a copy of the former one spares nothing', async () => {
    const app = await openTrusting();
    const { client, browser } = await trust(app);
    const copied = browser.cookie('phone_otp_trusted');
    await client.signIn.email(ACCOUNT);
    expect(browser.cookie('phone_otp_trusted')).not.toBe(copied);
    expect(await signInWithCookie(app, `better-auth.phone_otp_trusted=${copied}`)).toEqual(NEEDS_CODE);
    await client.signOut();
    expect((await client.signIn.email(ACCOUNT)).data).not.toEqual(NEEDS_CODE);
  });

  it('spares one of two sign-ins that show the same cookie at once', async () => {
    const app = await openTrusting();
    const { browser } = await trust(app);
    const cookie = `better-auth.phone_otp_trusted=${browser.cookie('phone_otp_trusted')}`;
    const answers = await Promise.all([signInWithCookie(app, cookie), signInWithCookie(app, cookie)]);
    expect(answers.filter((answer) => 'twoFactorRedirect' in answer)).toEqual([NEEDS_CODE]);
  });

  it('is one for each device: the use of one ends no other', async () => {
    const app = await openTrusting();
    const first = await trust(app);
    await app.clock.advance(3_600_000);
    const second = await trust(app);
    for (const { client } of [first, second, first]) {
      expect((await client.signIn.email(ACCOUNT)).data).not.toEqual(NEEDS_CODE);
      await client.signOut();
    }
  });

  it('takes a cookie from the browser that spares nothing any more', async () => {
    const app = await openTrusting();
    const { client, browser } = await trust(app);
    vi.setSystemTime(Date.now() + 31 * DAY_MS);
    await client.signIn.email(ACCOUNT);
    expect(browser.cookie('phone_otp_trusted')).toBeUndefined();
  });

  it.each<readonly [string, (app: App, client: Client) => Promise<unknown>]>([
    [
      'the number was removed',
      async (app, client) => {
        await app.clock.advance(3_600_000);
        await client.phoneOtp.removeNumber({ password: ACCOUNT.password });
        await linkNumber(app, client, NUMBER);
      },
    ],
    [
      'another number was in its place',
      async (app, client) => {
        await linkNumber(app, client, OTHER_NUMBER);
        await linkNumber(app, client, NUMBER);
      },
    ],
    [
      'the server took the number off and gave it back',
      async (app) => {
        await updateUser(app, { phoneNumber: null, phoneNumberVerified: false });
        await updateUser(app, { phoneNumber: NUMBER, phoneNumberVerified: true });
      },
    ],
    [
      'the number was not verified for a while',
      async (app) => {
        await updateUser(app, { phoneNumberVerified: false });
        await updateUser(app, { phoneNumberVerified: true });
      },
    ],
    [
      'the app asked this person for no second factor',
      async (_app, client) => {
        await client.updateUser({ name: 'needs no code' });
        await client.updateUser({ name: 'Ada' });
      },
    ],
    [
      'an authenticator app was the second factor',
      async (app) => {
        await updateUser(app, { twoFactorEnabled: true });
        await updateUser(app, { twoFactorEnabled: false });
      },
    ],
  ])('ended for good once %s', async (_what, change) => {
    const secondFactor = ({ name }: PhoneOtpUser) => name !== 'needs no code';
    const app = await openTrusting({ trustDeviceDays: 30, secondFactor }, [twoFactor()]);
    const { client } = await trust(app);
    await client.signIn.email(ACCOUNT);
    await change(app, client);
    await client.signOut();
    expect((await client.signIn.email(ACCOUNT)).data).toEqual(NEEDS_CODE);
    // And can be given anew.
    await app.clock.advance(3_600_000);
    const { client: again } = await trust(app);
    expect((await again.signIn.email(ACCOUNT)).data).not.toEqual(NEEDS_CODE);
  });

  it('leaves no number in the table of verifications', async () => {
    const app = await openTrusting();
    await trust(app);
    const verifications = await app.db.findMany<{ identifier: string; value: string }>({ model: 'verification' });
    const ours = verifications.filter(({ identifier }) => identifier.startsWith('phone-otp-trust'));
    expect(ours).toHaveLength(2);
    expect(JSON.stringify(ours)).not.toContain(NUMBER.slice(1));
  });

  it('outlasts what has nothing to do with it', async () => {
    const app = await openTrusting();
    const { client } = await trust(app);
    await client.signIn.email(ACCOUNT);
    await client.updateUser({ name: 'Ada Lovelace' });
    await client.signOut();
    expect((await client.signIn.email(ACCOUNT)).data).not.toEqual(NEEDS_CODE);
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
    expect(await signInWithCookie(app, `better-auth.phone_otp_trusted=${another}`)).toEqual(NEEDS_CODE);
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
