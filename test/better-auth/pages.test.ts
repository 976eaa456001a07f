/** The pages about better-auth hold what they say: their programs, followed from a number to a session. */
import { createInbox, type Inbox } from '@countersign/otp-inbox';
import { getMigrations } from 'better-auth/db/migration';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBrowser } from '../../packages/otp-better-auth/src/test-support/browser.ts';
import { wrongCode } from '../apps/verification-client.ts';
import { authOf, type LoadedPage, loadPage } from './load-page.ts';

const APP_URL = 'http://localhost:3000/';
const NUMBER = '+14155550123';
const README = 'packages/otp-better-auth/README.md';
const STOCK = 'packages/otp-better-auth/docs/stock-plugin.md';

let inbox: Inbox;
let page: LoadedPage;

beforeAll(async () => {
  inbox = createInbox({ port: 0 });
  await inbox.listen();
});
afterAll(() => inbox?.close());

beforeEach(() => {
  vi.stubEnv('OTP_PROVIDER', 'inbox');
  vi.stubEnv('OTP_INBOX_URL', inbox.url);
  vi.stubEnv('OTP_SECRET', 'a-secret-of-the-tests-that-is-long-enough');
  vi.stubEnv('BETTER_AUTH_SECRET', 'uT4kQzX9bW2mLc7PrV5nYd8HsJ3gFe6AaRoB1iNq');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  page?.remove();
});

/** What the page leaves to `npx auth migrate`. */
async function migrate(options: object): Promise<void> {
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
}

const codeSentTo = (to: string): Promise<string> => inbox.waitForCode({ to });

describe(README, () => {
  it('signs a person up with the server and the client of its first blocks', async () => {
    // The client takes `fetch` when it is made, and the app sends its messages by it: only its own address is the app.
    const { fetch } = globalThis;
    const browser = createBrowser((request) => authOf(page.programs[0]).handler(request));
    vi.stubGlobal('fetch', (url: string | URL | Request, init?: RequestInit) =>
      new Request(url).url.startsWith(APP_URL) ? browser.fetch(url, init) : fetch(url, init),
    );
    page = await loadPage(README);
    const [, client] = page.programs;
    const { sendCode, signIn, authClient } = client as {
      sendCode(phoneNumber: string): Promise<unknown>;
      signIn(code: string): Promise<{ error: unknown; data: unknown }>;
      authClient: { getSession(): Promise<{ data: unknown }> };
    };
    expect(await sendCode(NUMBER)).toMatch(/23$/);
    expect(await sendCode(NUMBER)).toBeInstanceOf(Date);
    expect(await signIn(await codeSentTo(NUMBER))).toMatchObject({ error: null, data: { isNewUser: true } });
    expect((await authClient.getSession()).data).toMatchObject({ user: { phoneNumber: NUMBER } });
  });
});

describe(STOCK, () => {
  const ask = async (fetch: ReturnType<typeof createBrowser>['fetch'], path: string, body: object) => {
    const response = await fetch(`http://localhost:3000/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('puts the engine behind verifyOTP: 50 right codes open one session, and the limits hold', async () => {
    page = await loadPage(STOCK);
    const auth = authOf(page.programs[0]);
    await migrate(auth.options);
    const { fetch } = createBrowser(auth.handler);
    const phoneNumber = '+14155550188';
    expect(await ask(fetch, '/phone-number/send-otp', { phoneNumber })).toMatchObject({ status: 200 });
    const code = await codeSentTo(phoneNumber);
    expect(await ask(fetch, '/phone-number/send-otp', { phoneNumber })).toMatchObject({
      status: 429,
      body: { code: 'COOLDOWN' },
    });
    expect(await ask(fetch, '/phone-number/send-otp', { phoneNumber: '+1 415 555 0188' })).toMatchObject({
      status: 400,
    });
    const wrong = await ask(fetch, '/phone-number/verify', { phoneNumber, code: wrongCode(code) });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'INVALID_OTP' } });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => ask(fetch, '/phone-number/verify', { phoneNumber, code })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is right that password resets do not ask the engine, and that an own code stands in the database', async () => {
    page = await loadPage(STOCK);
    const auth = authOf(page.programs[0]) as ReturnType<typeof authOf> & {
      $context: Promise<{
        adapter: { findMany(query: object): Promise<readonly { identifier: string; value: string }[]> };
      }>;
    };
    await migrate(auth.options);
    const { fetch } = createBrowser(auth.handler);
    await ask(fetch, '/phone-number/request-password-reset', { phoneNumber: '+14155550177' });
    const [row] = await (await auth.$context).adapter.findMany({ model: 'verification' });
    expect(row?.value).toMatch(/^[0-9]{6}:0$/);
    const reset = { phoneNumber: '+14155550177', otp: row?.value.slice(0, 6), newPassword: 'another-long-password' };
    // Past the code, to the account that is not there: the engine was never asked.
    expect((await ask(fetch, '/phone-number/reset-password', reset)).body).toMatchObject({ code: 'UNEXPECTED_ERROR' });
  });
});
