/** The examples over HTTP: the same behaviour whatever the framework. The page has a browser in `demo.browser.test.ts`. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { codeBlocksIn } from '../support/readme.ts';
import { readText } from '../support/workspace.ts';
import { APPS, type ExampleApp, runApp, startApp } from './example-app.ts';
import { begin, check, messagesTo, post, wrongCode } from './verification-client.ts';

describe.each(APPS)('apps/%s', (name) => {
  let app: ExampleApp;
  beforeAll(async () => {
    app = await startApp(name);
  }, 60_000);
  afterAll(async () => {
    await app?.end('SIGKILL');
  });

  it('takes a number to verified by the code in its inbox', async () => {
    const phoneNumber = '+14155550101';
    const requested = await post(app, '/verifications', { phoneNumber });
    expect(requested).toMatchObject({ status: 202, body: { codeLength: 6, maskedTo: '+*******01' } });
    const { challenge, code } = await begin(app, '+14155550102');
    expect(code).toMatch(/^[0-9]{6}$/);
    expect(await check(app, challenge, code)).toMatchObject({
      status: 200,
      body: { verified: true, phoneNumber: '+14155550102', purpose: 'default' },
    });
    expect(await check(app, challenge, code)).toMatchObject({ status: 410, body: { code: 'challenge-not-active' } });
  });

  it('tells of a wrong code how many tries are left, and takes the right one after it', async () => {
    const { challenge, code } = await begin(app, '+14155550103');
    const refused = await check(app, challenge, wrongCode(code));
    expect(refused).toMatchObject({ status: 422, body: { code: 'mismatch', attemptsLeft: 4 } });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await check(app, challenge, code)).toMatchObject({ status: 200 });
  });

  it('tells an early resend in how many seconds it may come again', async () => {
    const { challenge } = await begin(app, '+14155550104');
    const { status, headers, body } = await post(app, '/verifications/resend', { challenge });
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'cooldown' });
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(20);
    expect(seconds).toBeLessThanOrEqual(30);
    expect(await messagesTo(app, '+14155550104')).toHaveLength(1);
  });

  it('closes a verification that is cancelled', async () => {
    const { challenge, code } = await begin(app, '+14155550105');
    expect(await post(app, '/verifications/cancel', { challenge })).toMatchObject({ status: 204 });
    expect(await check(app, challenge, code)).toMatchObject({ status: 410 });
  });

  it('knows by the address whose Idempotency-Key it is: a retry sends nothing', async () => {
    const send = () => post(app, '/verifications', { phoneNumber: '+14155550106' }, { 'idempotency-key': 'a-retry' });
    expect([await send(), await send()]).toMatchObject([{ status: 202 }, { status: 202 }]);
    expect(await messagesTo(app, '+14155550106')).toHaveLength(1);
  });

  it.each([
    ['no number', {}, 400, 'malformed'],
    ['half a number', { phoneNumber: '12345' }, 400, 'invalid-phone-number'],
    ['digits of another script', { phoneNumber: '+١٤١٥٥٥٥٠١٠٧' }, 400, 'invalid-phone-number'],
    ['a list', { phoneNumber: ['+14155550107'] }, 400, 'malformed'],
    ['a field too many', { phoneNumber: '+14155550107', isAdmin: 'yes' }, 400, 'malformed'],
    ['what is no JSON', '{"phoneNumber"', 400, 'malformed'],
    ['a body without end', { phoneNumber: '1'.repeat(20_000) }, 413, 'body-too-large'],
  ])('refuses %s', async (_what, body, status, code) => {
    expect(await post(app, '/verifications', body)).toMatchObject({ status, body: { code } });
  });

  it('refuses other media types, other methods and unknown paths as problems', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post(app, '/verifications', 'phoneNumber=1', form)).toMatchObject({ status: 415 });
    expect(await post(app, '/elsewhere', {})).toMatchObject({ status: 404, body: { code: 'unknown-path' } });
    const got = await fetch(`${app.pageUrl}/otp/verifications`);
    expect({ status: got.status, allow: got.headers.get('allow') }).toEqual({ status: 405, allow: 'POST' });
  });

  it('describes its routes', async () => {
    const response = await fetch(`${app.pageUrl}/otp/openapi.json`);
    expect(await response.json()).toMatchObject({ openapi: expect.stringMatching(/^3\./) });
  });

  it('serves the page, which may load and call nothing from elsewhere, and no other file', async () => {
    const page = await fetch(app.pageUrl);
    expect(await page.text()).toBe(readText('apps/shared/page/index.html'));
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = page.headers.get('content-security-policy')?.split(/; */) ?? [];
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
    );
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    for (const path of ['/package.json', '/src/app.ts', '/..%2fannounce.ts', '/%2e%2e/announce.ts']) {
      expect((await fetch(app.pageUrl + path)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('does what its README says, line by line', async () => {
    const block = codeBlocksIn(readText(`apps/${name}/README.md`)).find(({ code }) => code.includes('curl'));
    const lines = block?.code
      .replaceAll('http://localhost:3000', app.pageUrl)
      .replaceAll('http://localhost:4025', app.inboxUrl);
    const { stdout } = await promisify(execFile)('bash', ['-c', lines ?? '']);
    expect(JSON.parse(stdout)).toEqual({ verified: true, phoneNumber: '+14155550123', purpose: 'default' });
  });

  it('logs what happens, and neither a number nor a code', async () => {
    const { challenge, code } = await begin(app, '+14155550108');
    await check(app, challenge, code);
    expect(app.output()).toContain('"type":"code-verified"');
    expect(app.output().replace(/curl.*/g, '')).not.toMatch(/415555010/);
    expect(app.output()).not.toContain(`"${code}"`);
  });
});

describe.each(APPS)('apps/%s, started otherwise', (name) => {
  it('names every setting that makes no sense, once, and starts nothing', async () => {
    const { code, stdout, stderr } = await runApp(name, {
      PORT: 'http',
      INBOX_PORT: '70000',
      OTP_LENGTH: '3',
      OTP_SECRET: 'too short',
      OTP_STORE: 'mongodb://127.0.0.1',
      OTP_PROVIDER: 'pigeon',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).not.toContain('too short');
    for (const variable of ['PORT', 'INBOX_PORT', 'OTP_LENGTH', 'OTP_SECRET', 'OTP_STORE', 'OTP_PROVIDER']) {
      expect(stderr.match(new RegExp(`(?<![A-Z_])${variable}(?![A-Z_])`, 'g')), variable).toHaveLength(1);
    }
  });

  it('says in one line that the store cannot be reached', async () => {
    const { code, stdout, stderr } = await runApp(name, { OTP_STORE: 'postgres://127.0.0.1:1/none' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^OTP_STORE: .+\n$/);
  });

  it('makes nothing up in production', async () => {
    const { code, stdout, stderr } = await runApp(name, { NODE_ENV: 'production', OTP_STORE: 'pglite:./data' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('OTP_PROVIDER');
    expect(stderr).toContain('OTP_SECRET');
  });

  it('sends by the provider that is set, and starts no inbox beside it', async () => {
    const received: string[] = [];
    const gateway = createServer((request, response) => {
      received.push(request.url ?? '');
      response.end('OK');
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void gateway.close());
    const { port } = gateway.address() as AddressInfo;
    const app = await startApp(name, { OTP_PROVIDER: 'http-gateway', SMS_ENDPOINT: `http://127.0.0.1:${port}/send` });
    onTestFinished(async () => void (await app.end('SIGKILL')));
    expect(app.inboxUrl).toBe('');
    expect(await (await fetch(`${app.pageUrl}/demo.json`)).json()).toEqual({ inboxUrl: null });
    expect(await post(app, '/verifications', { phoneNumber: '+14155550109' })).toMatchObject({ status: 202 });
    expect(received).toHaveLength(1);
    expect(await app.end('SIGTERM')).toBe(0);
  });
});
