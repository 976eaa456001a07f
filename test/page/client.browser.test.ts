/** The client as it is packed, in a real Chromium: alone in its file, from another origin, against a real engine. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOtpEngine, createSmsSender } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createOtpNodeHandler } from '@countersign/otp-web/node';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocksIn } from '../support/readme.ts';
import { readText } from '../support/workspace.ts';
import { launchBrowser, openPage } from './browser.ts';

const CLIENT = 'packages/otp-web/dist/client.js';
const BLANK = `<!doctype html><title>blank</title><script type="module">
  import * as module from '/client.js';
  globalThis.clientModule = module;
</script>`;
const messages: { to: string; text: string }[] = [];
let browser: Browser;
let pageServer: Server;
let otpServer: Server;
let pageUrl: string;
let otpUrl: string;

beforeAll(async () => {
  const launching = launchBrowser();
  const engine = createOtpEngine({
    provider: createSmsSender({
      send: async (to, text) => {
        messages.push({ to, text });
      },
    }),
    store: createMemoryCodeStore(),
    secret: 'a secret of the tests, 32 bytes or more',
    policy: { cooldownsMs: [1_000] },
  });
  const form = codeBlocksIn(readText('packages/otp-web/docs/client.md')).find(({ language }) => language === 'html');
  const sameOrigin = createOtpNodeHandler({ engine, basePath: '/otp' });
  pageServer = createServer((request, response) => {
    if (request.url === '/client.js') response.setHeader('content-type', 'text/javascript').end(readText(CLIENT));
    else if (request.url === '/form') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(form?.code.replace('@countersign/otp-web/client', '/client.js'));
    } else if (request.url?.startsWith('/otp')) void sameOrigin(request, response);
    else response.setHeader('content-type', 'text/html').end(BLANK);
  });
  pageUrl = await listen(pageServer);
  otpServer = createServer(
    createOtpNodeHandler({ engine, basePath: '/otp', countries: ['US'], cors: { origins: [pageUrl] } }),
  );
  otpUrl = `${await listen(otpServer)}/otp`;
  browser = await launching;
}, 60_000);

afterAll(async () => {
  await browser?.close();
  pageServer?.close();
  otpServer?.close();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A page whose `client` and `clientModule` are there to be called. */
async function giveClient(page: Page, options: object = {}): Promise<void> {
  await page.goto(pageUrl);
  const given = JSON.stringify({ baseUrl: otpUrl, ...options });
  await page.evaluate(`globalThis.client = clientModule.createOtpClient(${given}); undefined`);
}

const codeIn = (text = ''): string => /\d{6}/.exec(text)?.[0] ?? '';

describe('the built client', () => {
  it('imports nothing and holds nothing of Node', () => {
    expect(readText(CLIENT)).not.toMatch(/^\s*import\b|\brequire\(|\bprocess\b|\bBuffer\b/m);
  });

  it('takes a number to verified from another origin, and reads a pasted message', async () => {
    const { page } = await openPage(browser);
    await giveClient(page);
    const sent = await page.evaluate('client.request({ phoneNumber: "+14155550123" })');
    expect(sent).toMatchObject({ ok: true, codeLength: 6, challenge: expect.any(String), resendAt: expect.any(Date) });
    const { challenge } = sent as { challenge: string };
    const { text } = messages.at(-1) ?? {};
    expect(text).toContain(codeIn(text));
    const results = await page.evaluate(
      async ([handle, message, wrong]) => {
        const { client, clientModule } = globalThis as unknown as {
          client: { check(input: object): Promise<object>; cancel(input: object): Promise<object> };
          clientModule: { findCode(text: string, length: number): string };
        };
        return [
          await client.check({ challenge: handle, code: wrong }),
          await client.check({ challenge: handle, code: clientModule.findCode(message, 6) }),
          await client.check({ challenge: handle, code: wrong }),
          await client.cancel({ challenge: handle }),
        ];
      },
      [challenge, text ?? '', codeIn(text) === '111111' ? '222222' : '111111'] as const,
    );
    expect(results).toEqual([
      { ok: false, reason: 'mismatch', attemptsLeft: 4 },
      { ok: true, phoneNumber: '+14155550123', purpose: 'default' },
      { ok: false, reason: 'challenge-not-active' },
      { ok: true },
    ]);
    await page.context().close();
  });

  it('counts by the browser’s clock, an hour wrong or not', async () => {
    const { page } = await openPage(browser);
    await page.clock.setFixedTime(Date.now() - 3_600_000);
    await giveClient(page);
    const left = await page.evaluate(`client
      .request({ phoneNumber: '+14155550124' })
      .then(({ expiresAt }) => new Promise((resolve) => client.countdown(expiresAt, resolve)))`);
    expect(left).toBeGreaterThan(290);
    expect(left).toBeLessThanOrEqual(302);
    await page.context().close();
  });

  it('asks for countries, explains a refusal, and says who does not answer', async () => {
    const { page } = await openPage(browser);
    await giveClient(page, { locale: 'en' });
    expect(await page.evaluate('client.countries()')).toEqual({ ok: true, countries: ['US'] });
    expect(await page.evaluate('client.request({ phoneNumber: "12345" }).then(client.explain)')).toBe(
      'That is not a phone number. Check the country and the digits.',
    );
    expect(await page.evaluate('client.resend({ challenge: "x" })')).toEqual({
      ok: false,
      reason: 'challenge-not-active',
    });
    expect(await page.evaluate('client.receiveCode({ signal: AbortSignal.timeout(50) })')).toBeNull();
    await page.context().setOffline(true);
    expect(await page.evaluate('client.request({ phoneNumber: "+14155550125" })')).toEqual({
      ok: false,
      reason: 'unreachable',
    });
    await page.context().close();
  });
});

describe('docs/client.md', () => {
  it('has a form that works as it stands', async () => {
    const { page, problems } = await openPage(browser);
    await page.goto(`${pageUrl}/form`);
    await page.getByLabel('Phone number').fill('12345');
    await page.getByRole('button', { name: 'Send code' }).click();
    await page.getByText('That is not a phone number.').waitFor();
    await page.getByLabel('Phone number').fill('+14155550126');
    await page.keyboard.press('Enter');
    await page.locator('input[name=code]:focus').waitFor();
    await page.getByRole('button', { name: 'Send again', exact: true }).click();
    await expect.poll(() => messages.filter(({ to }) => to === '+14155550126').length).toBe(2);
    await page.getByLabel('Code').fill(messages.at(-1)?.text ?? '');
    await page.keyboard.press('Enter');
    await page.getByText('+14155550126 is yours.').waitFor();
    expect(problems.filter((problem) => !problem.includes('favicon'))).toEqual([]);
    await page.context().close();
  });
});
