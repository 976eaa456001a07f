/** Certificates where receipts and messages are posted to: another machine has to prove who it is, this one need not. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createInbox, type InboxOptions } from '@countersign/otp-inbox';
import { createCertificate, trustUntilTestEnds } from '@countersign/test-servers/certificate';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

/** Leads to this machine, yet is no name of it: to the inbox it is another one. */
const ELSEWHERE = '0.0.0.0';

/** An app over TLS whose certificate is signed by itself. */
async function startApp(host: string, answer: 'answers' | 'hangs-up' = 'answers') {
  const certificate = await createCertificate(host);
  const bodies: string[] = [];
  const server = createServer(certificate, async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString());
    if (answer === 'hangs-up') request.socket.destroy();
    else response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { certificate, bodies, server, url: `https://${host}:${(server.address() as AddressInfo).port}/receipts` };
}

/** One message through Telnyx's API, whose receipts go to that address. */
async function sendOne(webhookUrl: string, options: InboxOptions = {}) {
  const inbox = createInbox({ port: 0, receiptHosts: [ELSEWHERE], ...options });
  const url = await inbox.listen();
  onTestFinished(() => inbox.close());
  const sent = await fetch(`${url}/v2/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer KEY0185C0FFEE0185C0FFEE_q7Zt', 'content-type': 'application/json' },
    body: JSON.stringify({ to: '+15550100123', from: '+18445550001', text: 'a', webhook_url: webhookUrl }),
  });
  expect(sent.status).toBe(200);
  const [message] = inbox.messages();
  return () => inbox.timeline(message?.id ?? '').filter(({ type }) => type === 'receipt');
}

describe('receipts', () => {
  it('are not posted to another machine whose certificate nobody vouches for, and the timeline says why', async () => {
    const { url, bodies } = await startApp(ELSEWHERE);
    const receipts = await sendOne(url);
    await vi.waitFor(() => expect(receipts()).not.toEqual([]));
    expect(receipts()[0]).toMatchObject({
      outcome: 'failed',
      httpStatus: null,
      note: 'The certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT). NODE_EXTRA_CA_CERTS can name its authority.',
    });
    expect(bodies).toEqual([]);
  });

  it('are not posted to another machine with the certificate of a third one', async () => {
    const { url, certificate, bodies } = await startApp('127.0.0.2');
    trustUntilTestEnds(certificate);
    const receipts = await sendOne(url.replace('127.0.0.2', ELSEWHERE));
    await vi.waitFor(() => expect(receipts()).not.toEqual([]));
    expect(receipts()[0]).toMatchObject({ outcome: 'failed', note: expect.stringContaining('ALTNAME_INVALID') });
    expect(bodies).toEqual([]);
  });

  it('are posted to another machine whose certificate is trusted', async () => {
    const { url, certificate } = await startApp(ELSEWHERE);
    trustUntilTestEnds(certificate);
    const receipts = await sendOne(url);
    await vi.waitFor(() => expect(receipts()).not.toEqual([]));
    expect(receipts()[0]).toMatchObject({ outcome: 'answered', httpStatus: 204 });
  });

  it.each(['127.0.0.1', 'localhost', 'my-app.localhost'])(
    'are posted to this machine as %s, whatever its certificate',
    async (host) => {
      const { url, bodies } = await startApp(host);
      const receipts = await sendOne(url, { receiptHosts: [] });
      await vi.waitFor(() => expect(receipts()).not.toEqual([]));
      expect(receipts()[0]).toMatchObject({ outcome: 'answered', httpStatus: 204, note: null });
      expect(bodies).not.toEqual([]);
    },
  );

  it('that this machine does not answer are no matter of its certificate', async () => {
    const { url } = await startApp('127.0.0.1', 'hangs-up');
    const receipts = await sendOne(url);
    await vi.waitFor(() => expect(receipts()).not.toEqual([]));
    expect(receipts()[0]).toMatchObject({ outcome: 'failed', note: 'No answer came.' });
  });
});

describe('forwarded messages', () => {
  it('are not posted to another machine whose certificate nobody vouches for', async () => {
    const { url, server, bodies } = await startApp(ELSEWHERE);
    const refused = once(server, 'tlsClientError');
    await sendOne('http://127.0.0.1:1/', { forward: url });
    await refused;
    expect(bodies).toEqual([]);
  });
});
