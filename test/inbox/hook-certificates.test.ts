/** Certificates of hooks: another machine has to prove who it is, this one need not, and the play says what was wrong. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { createInbox, type InboxHookCall } from '@countersign/otp-inbox';
import { createCertificate, trustUntilTestEnds } from '@countersign/test-servers/certificate';
import { describe, expect, it, onTestFinished } from 'vitest';

/** Leads to this machine, yet is no name of it: to the inbox it is another one. */
const ELSEWHERE = '0.0.0.0';
/** Waits three seconds for an answer, and asks twice. */
const OKTA = { platform: 'okta', authorization: `Bearer ${'k'.repeat(32)}`, to: '+15550100123', pauseMs: 0 } as const;

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A hook that takes every call, with a certificate signed by itself. */
async function startHook(host: string) {
  const certificate = await createCertificate(host);
  let calls = 0;
  const server = createServer(certificate, (request, response) => {
    calls += 1;
    request.resume();
    response.writeHead(200, { connection: 'close' }).end('{}');
  });
  return { certificate, port: await listen(server), countCalls: () => calls };
}

async function play(host: string, port: number, repeat: InboxHookCall['repeat'] = 'once') {
  const inbox = createInbox({ port: 0, hookHosts: [ELSEWHERE] });
  await inbox.listen();
  onTestFinished(() => inbox.close());
  const { attempts } = await inbox.callHook({ ...OKTA, url: `https://${host}:${port}/hook`, repeat } as InboxHookCall);
  return attempts.map(({ verdict, status, message }) => ({ verdict, status, message }));
}

describe('callHook over https', () => {
  it('says of another machine that nobody vouches for its certificate, and asks again as the platform does', async () => {
    const { port, countCalls } = await startHook(ELSEWHERE);
    const attempts = await play(ELSEWHERE, port, 'as-platform');
    const message =
      'The certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT). NODE_EXTRA_CA_CERTS can name its authority.';
    expect(attempts).toEqual([
      { verdict: 'not-secure', status: null, message },
      { verdict: 'sends-itself', status: null, message },
    ]);
    expect(countCalls()).toBe(0);
  });

  it('says of another machine that its certificate is a third one’s', async () => {
    const { port, certificate } = await startHook('127.0.0.2');
    trustUntilTestEnds(certificate);
    const [attempt] = await play(ELSEWHERE, port);
    expect(attempt).toMatchObject({ verdict: 'not-secure', message: expect.stringContaining('ALTNAME_INVALID') });
  });

  it.each([ELSEWHERE, '127.0.0.1'])('says that what listens at %s does not speak https', async (host) => {
    const port = await listen(createHttpServer());
    expect(await play(host, port)).toEqual([
      { verdict: 'not-secure', status: null, message: 'No secure connection came about: it may not speak https.' },
    ]);
  });

  it('says that what listens never answered, where it took the connection and no more', async () => {
    const port = await listen(createTcpServer((socket) => void onTestFinished(() => void socket.destroy())));
    expect(await play('127.0.0.1', port)).toEqual([{ verdict: 'no-answer', status: null, message: null }]);
  });

  it('says that nothing listens, where that is so', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await play(ELSEWHERE, port)).toEqual([{ verdict: 'unreachable', status: null, message: null }]);
  });

  it('takes any certificate of this machine, and a trusted one of another', async () => {
    const here = await startHook('127.0.0.1');
    expect(await play('127.0.0.1', here.port)).toMatchObject([{ status: 200 }]);
    const there = await startHook(ELSEWHERE);
    trustUntilTestEnds(there.certificate);
    expect(await play(ELSEWHERE, there.port)).toMatchObject([{ status: 200 }]);
  });
});
