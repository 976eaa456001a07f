import { findClosedPort, startTcpServer } from '@countersign/test-servers/loopback';
import { answerJson, startVendor } from '@countersign/test-servers/vendor-server';
import { Telnyx } from 'telnyx';
import { describe, expect, it } from 'vitest';
import type { TelnyxCallOptions, TelnyxClient } from './telnyx-client.ts';
import { createTelnyxSmsSender } from './telnyx-sms-sender.ts';
import { API_KEY, expectNoSecretIn, FROM, MESSAGE } from './test-support/secrets.ts';
import { errorAnswer, fieldsOf, MESSAGE_ID, messageAnswer } from './test-support/telnyx-answers.ts';

function createClient(baseURL: string): TelnyxClient {
  return new Telnyx({ apiKey: API_KEY, baseURL, maxRetries: 5, logLevel: 'off' });
}

function sendBy(client: TelnyxClient, options: { readonly timeoutMs?: number } = {}) {
  return createTelnyxSmsSender({ client, from: FROM, ...options }).send(MESSAGE);
}

/** A client whose `send` does something else. */
function clientThat(send: (body: object, options: TelnyxCallOptions) => PromiseLike<unknown>): TelnyxClient {
  const { verifications } = createClient('http://127.0.0.1:9/v2');
  return { verifications, messages: { send } };
}

describe('an injected client', () => {
  it('sends with the key and the address it has', async () => {
    const vendor = await startVendor((request, response) =>
      answerJson(response, 200, messageAnswer(fieldsOf(request).to ?? '')),
    );
    expect(await sendBy(createClient(`${vendor.url}/v2`))).toEqual({
      status: 'accepted',
      messageId: MESSAGE_ID,
      segments: 1,
    });
    expect(vendor.requests[0]).toMatchObject({
      method: 'POST',
      url: '/v2/messages',
      headers: { authorization: `Bearer ${API_KEY}` },
    });
  });

  it.each([
    ['a limit', 429, errorAnswer('10011'), 'refused', 'rate-limited'],
    ['an outage', 503, errorAnswer('10037'), 'unknown', 'unavailable'],
    ['a conflict', 409, errorAnswer('10015'), 'refused', 'configuration'],
    ['garbage', 200, { data: [] }, 'unknown', 'unknown'],
  ] as const)(
    'makes one request after %s, whatever retries it was made with',
    async (_what, status, body, expected, category) => {
      const vendor = await startVendor((_request, response) =>
        answerJson(response, status, body, { 'Retry-After': '0' }),
      );
      const outcome = await sendBy(createClient(`${vendor.url}/v2`));
      expect(outcome).toMatchObject({ status: expected, failure: { category } });
      expect(vendor.requests).toHaveLength(1);
      expectNoSecretIn(outcome);
    },
  );

  it('follows no redirect', async () => {
    const elsewhere = await startVendor((_request, response) => answerJson(response, 200, {}));
    const vendor = await startVendor((_request, response) => {
      response.writeHead(307, { Location: elsewhere.url }).end();
    });
    expect(await sendBy(createClient(`${vendor.url}/v2`))).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration', statusCode: 307 },
    });
    expect(elsewhere.requests).toHaveLength(0);
  });

  it('is not asked once its caller has gone, who is told that nothing was sent', async () => {
    let asked = 0;
    const client = clientThat(async () => {
      asked += 1;
      return messageAnswer(MESSAGE.to);
    });
    const caller = new AbortController();
    const sending = createTelnyxSmsSender({ client, from: FROM }).send(MESSAGE, { signal: caller.signal });
    caller.abort();
    expect(await sending).toMatchObject({ status: 'refused', failure: { category: 'timeout' } });
    await new Promise(setImmediate);
    expect(asked).toBe(0);
  });

  it('is refused where nobody listens', async () => {
    const outcome = await sendBy(createClient(`http://127.0.0.1:${await findClosedPort()}/v2`));
    expect(outcome).toMatchObject({
      status: 'refused',
      failure: { category: 'unavailable', providerCode: 'ECONNREFUSED' },
    });
  });

  it('is not certain when the connection ends without an answer', async () => {
    const port = await startTcpServer((socket) => socket.on('data', () => socket.destroy()));
    expect(await sendBy(createClient(`http://127.0.0.1:${port}/v2`))).toMatchObject({ status: 'unknown' });
  });

  it('ends at the deadline, even if it takes no notice of its signal', async () => {
    const outcome = await sendBy(
      clientThat(() => new Promise(() => {})),
      { timeoutMs: 100 },
    );
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'timeout' } });
  });

  it.each([
    ['an error', () => Promise.reject(new Error(`could not send ${MESSAGE.text} with ${API_KEY}`))],
    ['nothing', () => Promise.reject(undefined)],
    [
      'at once',
      () => {
        throw new TypeError(MESSAGE.text);
      },
    ],
  ])('is not certain when it throws %s, and shows nothing of it', async (_what, send) => {
    const outcome = await sendBy(clientThat(send));
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'unknown' } });
    expectNoSecretIn(outcome);
  });
});
