import { describe, expect, it } from 'vitest';
import { readProblemCode, sendRaw, startTestInbox } from '../test-support/test-inbox.ts';

const DELIVERY = '/gateway?phone=%2B15550100123&message=a';
const PATHS = [
  '/',
  '/page/main.js',
  '/page/base.css',
  '/icon.svg',
  '/healthz',
  '/api/v1/messages',
  '/api/v1/code?to=15550100123',
  '/api/v1/events',
  '/nothing',
];
const TOKEN = 'a-token-of-this-test';

describe('the guard against DNS rebinding', () => {
  it.each([
    'evil.example',
    'evil.example:4025',
    '192.0.2.1',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '[::2]',
    '10.0.0.1:4025',
    'localhost:x',
    'user@localhost',
  ])('refuses the host %j everywhere', async (host) => {
    const inbox = await startTestInbox();
    for (const path of PATHS) {
      const answer = await sendRaw(inbox, { path, headers: { Host: host } });
      expect([answer.status, readProblemCode(answer)]).toEqual([403, 'forbidden-host']);
    }
    expect((await sendRaw(inbox, { path: DELIVERY, headers: { Host: host } })).status).toBe(403);
    expect(inbox.messages()).toEqual([]);
  });

  it.each(['localhost', 'LOCALHOST:1', 'app.localhost:4025', '127.0.0.1', '127.9.9.9:80', '[::1]', '[::1]:4025'])(
    'answers under %s',
    async (host) => {
      const inbox = await startTestInbox();
      expect((await sendRaw(inbox, { path: '/healthz', headers: { Host: host } })).status).toBe(200);
    },
  );
});

describe('the guard against other web pages', () => {
  it.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'nonsense' },
    { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' },
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.example' },
    { Origin: 'https://evil.example' },
    { Origin: 'http://localhost:1' },
    { Origin: 'null' },
  ])('refuses to read, inject or delete with %j', async (headers) => {
    const inbox = await startTestInbox();
    for (const [method, path] of [
      ['GET', '/api/v1/messages'],
      ['GET', '/api/v1/events'],
      ['GET', '/page/main.js'],
      ['GET', '/nothing'],
      ['DELETE', '/api/v1/messages'],
      ['OPTIONS', '/api/v1/messages'],
    ] as const) {
      const answer = await sendRaw(inbox, { method, path, headers });
      expect([answer.status, readProblemCode(answer)]).toEqual([403, 'cross-site']);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    for (const method of ['GET', 'POST'])
      expect((await sendRaw(inbox, { method, path: DELIVERY, headers })).status).toBe(403);
    expect(inbox.messages()).toEqual([]);
  });

  it('answers its own page, the address bar and programs', async () => {
    const inbox = await startTestInbox();
    const own = { 'Sec-Fetch-Site': 'same-origin', Origin: inbox.url };
    for (const headers of [own, { 'Sec-Fetch-Site': 'none' }, {}]) {
      expect((await sendRaw(inbox, { path: '/api/v1/messages', headers })).status).toBe(200);
    }
  });

  it('lets a link lead to the page, but no frame', async () => {
    const inbox = await startTestInbox();
    const link = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
    expect((await sendRaw(inbox, { path: '/', headers: { ...link, 'Sec-Fetch-Dest': 'document' } })).status).toBe(200);
    expect((await sendRaw(inbox, { path: '/', headers: { ...link, 'Sec-Fetch-Dest': 'iframe' } })).status).toBe(403);
  });
});

describe('the guard with a token', () => {
  it('refuses everything without it', async () => {
    const inbox = await startTestInbox({ token: TOKEN });
    const wrong = [
      {},
      { Authorization: 'Bearer wrong' },
      { Authorization: TOKEN },
      { Authorization: `Basic ${TOKEN}` },
      { Cookie: `otp-inbox-${new URL(inbox.url).port}=${TOKEN}` },
      { Cookie: `token=${TOKEN}` },
    ];
    for (const headers of wrong as Record<string, string>[]) {
      for (const path of PATHS) {
        const { status, headers: answered } = await sendRaw(inbox, { path, headers });
        expect([path, status, answered['www-authenticate']]).toEqual([path, 401, 'Bearer']);
      }
      expect((await sendRaw(inbox, { path: DELIVERY, headers })).status).toBe(401);
    }
    expect((await sendRaw(inbox, { path: `/api/v1/messages?token=${TOKEN}` })).status).toBe(401);
    expect(inbox.messages()).toEqual([]);
  });

  it('answers with it, in Authorization or where the gateway carries its key', async () => {
    const inbox = await startTestInbox({ token: TOKEN });
    const bearer = { Authorization: `Bearer ${TOKEN}` };
    expect((await sendRaw(inbox, { path: '/api/v1/messages', headers: bearer })).status).toBe(200);
    expect((await sendRaw(inbox, { path: DELIVERY, headers: bearer })).status).toBe(200);
    expect((await sendRaw(inbox, { path: DELIVERY, headers: { 'X-API-Key': TOKEN } })).status).toBe(200);
    expect((await sendRaw(inbox, { path: '/api/v1/messages', headers: { 'X-API-Key': TOKEN } })).status).toBe(401);
    expect(inbox.messages()).toHaveLength(2);
  });

  it('lets the page in by a cookie that is not the token', async () => {
    const inbox = await startTestInbox({ token: TOKEN });
    const entry = await sendRaw(inbox, { path: `/?token=${TOKEN}` });
    expect([entry.status, entry.headers.location]).toEqual([303, '/']);
    const cookie = entry.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^otp-inbox-\d+=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(TOKEN);
    const headers = { Cookie: `other=1; ${cookie.split(';')[0]}` };
    for (const path of ['/', '/page/main.js', '/api/v1/messages']) {
      expect((await sendRaw(inbox, { path, headers })).status).toBe(200);
    }
    expect(
      (await sendRaw(inbox, { path: '/api/v1/messages', headers: { ...headers, 'Sec-Fetch-Site': 'same-site' } }))
        .status,
    ).toBe(403);
  });

  it('asks a browser for it', async () => {
    const inbox = await startTestInbox({ token: TOKEN });
    for (const path of ['/', '/?token=wrong']) {
      const { status, headers, text } = await sendRaw(inbox, { path });
      expect([status, headers['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
      expect(text).toContain('<label for="token">');
      expect(text).not.toContain('wrong');
    }
  });

  it('answers under any name when it is open to other machines', async () => {
    const inbox = await startTestInbox({ host: '0.0.0.0', token: TOKEN });
    expect(inbox.url).toMatch(/^http:\/\/localhost:/);
    const headers = { Host: 'inbox.example', Authorization: `Bearer ${TOKEN}` };
    expect((await sendRaw(inbox, { path: '/healthz', headers })).status).toBe(200);
    expect((await sendRaw(inbox, { path: '/healthz', headers: { Host: 'inbox.example' } })).status).toBe(401);
  });
});
