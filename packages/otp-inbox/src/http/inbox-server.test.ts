import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Inbox } from '../inbox.ts';
import { readProblemCode, sendRaw, startTestInbox } from '../test-support/test-inbox.ts';

/** Writes bytes and returns what comes back until the inbox hangs up. */
function sendBytes(inbox: Inbox, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(new URL(inbox.url).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    // A reset may come instead of the end while much is still unread.
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

describe('createInboxServer', () => {
  it('puts the same protection on every answer', async () => {
    const inbox = await startTestInbox();
    for (const path of ['/', '/page/main.js', '/healthz', '/api/v1/messages', '/nothing', '/gateway']) {
      const { headers } = await sendRaw(inbox, { path });
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(headers['content-security-policy']).not.toContain('unsafe');
    }
  });

  it.each([
    '/nothing',
    '//',
    '/api/v1/messages/',
    '/API/v1/messages',
    '/__proto__',
    '/constructor',
    '/page/main.js/',
    '/%2e%2e/',
    '/../../etc/passwd',
  ])('has nothing at %s', async (path) => {
    const inbox = await startTestInbox();
    const answer = await sendRaw(inbox, { path });
    expect([answer.status, readProblemCode(answer)]).toEqual([404, 'not-found']);
  });

  it.each(['http://evil.example/', '*', 'healthz'])('refuses the address %s', async (path) => {
    const inbox = await startTestInbox();
    const answer = await sendRaw(inbox, { path, method: path === '*' ? 'OPTIONS' : 'GET' });
    expect([answer.status, readProblemCode(answer)]).toEqual([400, 'malformed-request']);
  });

  it('refuses a long address with 414 and long headers with 431', async () => {
    const inbox = await startTestInbox();
    const long = await sendRaw(inbox, { path: `/healthz?x=${'a'.repeat(17_000)}` });
    expect([long.status, readProblemCode(long)]).toEqual([414, 'uri-too-long']);
    const headers = await sendBytes(inbox, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(33_000)}`);
    expect(headers).toMatch(/^HTTP\/1\.1 431 /);
    expect(headers).toContain('Cache-Control: no-store');
    expect(headers).toContain('"code":"headers-too-large"');
  });

  it.each([
    ['an address of 5 MB', `GET /${'a'.repeat(5_000_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    ['no HTTP', 'hello\r\n\r\n'],
    ['two lengths', 'POST /gateway HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST /gateway HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['CONNECT', 'CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
    ['an empty host', 'GET /healthz HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'],
    ['HTTP/1.0 without a host', 'GET /api/v1/messages HTTP/1.0\r\n\r\n'],
  ])('survives %s', async (_, bytes) => {
    const inbox = await startTestInbox();
    expect(await sendBytes(inbox, bytes)).not.toContain('200 OK');
    expect((await sendRaw(inbox, { path: '/healthz' })).status).toBe(200);
  });

  it('cuts idle and half-sent connections when closed', async () => {
    const inbox = await startTestInbox();
    const ends = [
      sendBytes(inbox, ''),
      sendBytes(inbox, 'POST /gateway HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na'),
    ];
    await sendRaw(inbox, { path: '/healthz' });
    await inbox.close();
    await Promise.all(ends);
  });
});
