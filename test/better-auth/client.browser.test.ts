/** The plug-in in a real browser: its cookies and its client as they are packed, on a page of another origin than anybody's. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { phoneOtp } from '@countersign/otp-better-auth';
import { createOtpEngine } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wrongCode } from '../apps/verification-client.ts';
import { launchBrowser } from '../page/browser.ts';
import { ROOT } from '../support/workspace.ts';

const NUMBER = '+14155550123';
const PAGE = `
  <form id="ask"><input name="phoneNumber"><button>Send</button></form>
  <form id="tell"><input name="code" autocomplete="one-time-code"><button>Sign in</button></form>
  <output></output><script type="module" src="/page.js"></script>`;
/** What somebody writes for such a page. */
const SCRIPT = `
  import { createAuthClient } from 'better-auth/client';
  import { phoneOtpClient, readPhoneOtpRefusal } from '@countersign/otp-better-auth/client';
  const authClient = createAuthClient({ plugins: [phoneOtpClient()] });
  const output = document.querySelector('output');
  const valueOf = (form, name) => new FormData(form).get(name);
  async function show(call) {
    const { data, error } = await call;
    const refusal = readPhoneOtpRefusal(error);
    output.value = refusal ? refusal.code + ' ' + refusal.attemptsLeft : (data.maskedTo ?? data.user.phoneNumber);
  }
  document.querySelector('#ask').onsubmit = (event) => {
    event.preventDefault();
    show(authClient.phoneOtp.sendCode({ phoneNumber: valueOf(event.target, 'phoneNumber') }));
  };
  document.querySelector('#tell').onsubmit = (event) => {
    event.preventDefault();
    show(authClient.signIn.phoneOtp({ code: valueOf(event.target, 'code') }));
  };
  authClient.useSession.subscribe(({ data }) => { document.title = data?.user.phoneNumber ?? 'nobody'; });`;

const sender = createRecordingSmsSender();
let server: Server;
let origin: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;

async function bundle(): Promise<string> {
  const stdin = { contents: SCRIPT, resolveDir: ROOT };
  // For browsers: an import of Node's in the client's half would fail here.
  const { outputFiles } = await build({ stdin, bundle: true, write: false, platform: 'browser', format: 'esm' });
  return outputFiles[0]?.text ?? '';
}

beforeAll(async () => {
  const launching = launchBrowser();
  const script = await bundle();
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const engine = createOtpEngine({
    provider: sender,
    store: createMemoryCodeStore(),
    secret: 'a-secret-of-the-tests-that-is-long-enough',
  });
  const options = {
    baseURL: origin,
    secret: 'uT4kQzX9bW2mLc7PrV5nYd8HsJ3gFe6AaRoB1iNq',
    database: new DatabaseSync(':memory:'),
    advanced: { disableOriginCheck: false, disableCSRFCheck: false },
    plugins: [
      phoneOtp({ engine, signUpOnVerification: { getTempEmail: () => `${crypto.randomUUID()}@phone.example` } }),
    ],
  } satisfies BetterAuthOptions;
  await (await getMigrations(options)).runMigrations();
  const handle = toNodeHandler(betterAuth(options));
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/api/auth/')) return void handle(request, response);
    const [type, body] = request.url === '/page.js' ? ['text/javascript', script] : ['text/html', PAGE];
    response.setHeader('content-type', type).end(body);
  });
  browser = await launching;
}, 60_000);
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(() => context.close());

const says = (words: RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor({ timeout: 10_000 });

describe('phoneOtpClient in a browser', () => {
  it('signs a person up: number, wrong code, right code, and useSession follows', async () => {
    await page.goto(origin);
    await page.locator('[name=phoneNumber]').fill('+1 (415) 555-0123');
    await page.getByText('Send').click();
    await says(/23$/);
    const kept = (await context.cookies()).find(({ name }) => name.endsWith('phone_otp_sign_in'));
    expect(kept).toMatchObject({ httpOnly: true, sameSite: 'Lax' });

    const code = sender.lastCode(NUMBER);
    await page.locator('[name=code]').fill(wrongCode(code));
    await page.getByText('Sign in').click();
    await says(/^WRONG_CODE 4$/);
    await page.locator('[name=code]').fill(code);
    await page.getByText('Sign in').click();
    await says(/^\+14155550123$/);
    await page.waitForFunction(
      (number) => (globalThis as unknown as { document: { title: string } }).document.title === number,
      NUMBER,
    );
    const names = (await context.cookies()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['better-auth.session_token', 'better-auth.phone_otp_device']));
    expect(names).not.toContain('better-auth.phone_otp_sign_in');
  });
});
