import { SNSClient } from '@aws-sdk/client-sns';
import { findClosedPort, startTcpServer } from '@countersign/test-servers/loopback';
import { startVendor } from '@countersign/test-servers/vendor-server';
import { describe, expect, it } from 'vitest';
import type { SnsClient } from './sns-connection.ts';
import { createSnsSmsSender } from './sns-sms-sender.ts';
import { CREDENTIALS, expectNoSecretIn, MESSAGE, REGION } from './test-support/secrets.ts';
import { answerXml, badNumberAnswer, errorAnswer, MESSAGE_ID, publishAnswer } from './test-support/sns-answers.ts';

function createClient(endpoint: string, options: object = {}): SNSClient {
  return new SNSClient({ credentials: { ...CREDENTIALS }, region: REGION, endpoint, maxAttempts: 5, ...options });
}

function sendBy(client: SnsClient, options: { readonly timeoutMs?: number } = {}) {
  return createSnsSmsSender({ client, ...options }).send(MESSAGE);
}

/** A client whose `send` does something else. */
function clientThat(send: () => PromiseLike<unknown>): SnsClient {
  return { send, middlewareStack: {} };
}

describe('an injected client', () => {
  it('sends with the key and the address it has', async () => {
    const vendor = await startVendor((_request, response) => answerXml(response, 200, publishAnswer()));
    expect(await sendBy(createClient(vendor.url))).toEqual({ status: 'accepted', messageId: MESSAGE_ID });
    expect(vendor.requests[0]?.headers.authorization).toContain(`Credential=${CREDENTIALS.accessKeyId}/`);
  });

  it.each([
    ['a limit', 429, errorAnswer('Throttling'), 'refused', 'rate-limited'],
    ['a number that is none', 400, badNumberAnswer(MESSAGE.to), 'refused', 'invalid-recipient'],
    ['an outage', 503, errorAnswer('ServiceUnavailable'), 'unknown', 'unavailable'],
    ['a clock that is wrong', 403, errorAnswer('RequestTimeTooSkewed'), 'refused', 'authentication'],
    ['a redirect', 307, '', 'refused', 'configuration'],
    ['garbage', 200, '<', 'unknown', 'unknown'],
  ] as const)(
    'makes one request after %s, whatever retries it was made with',
    async (_what, status, body, expected, category) => {
      const vendor = await startVendor((_request, response) => answerXml(response, status, body));
      const outcome = await sendBy(createClient(vendor.url));
      expect(outcome).toMatchObject({ status: expected, failure: { category } });
      expect(vendor.requests).toHaveLength(1);
      expectNoSecretIn(outcome);
    },
  );

  it('is not asked once its caller has gone, who is told that nothing was sent', async () => {
    let asked = 0;
    const client = clientThat(async () => {
      asked += 1;
      return {};
    });
    const caller = new AbortController();
    const sender = createSnsSmsSender({ client });
    await sender.warmUp?.();
    const sending = sender.send(MESSAGE, { signal: caller.signal });
    caller.abort();
    expect(await sending).toMatchObject({ status: 'refused', failure: { category: 'timeout' } });
    await new Promise(setImmediate);
    expect(asked).toBe(0);
  });

  it('hands nothing to its transport once its caller has gone while the SDK looked up settings', async () => {
    const caller = new AbortController();
    let handled = 0;
    const client = createClient('http://127.0.0.1:9', {
      credentials: async () => {
        caller.abort();
        await new Promise(setImmediate);
        return { ...CREDENTIALS };
      },
      // One that does not listen to signals.
      requestHandler: {
        metadata: { handlerProtocol: 'http/1.1' },
        async handle() {
          handled += 1;
          throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
        },
      },
    });
    const outcome = await createSnsSmsSender({ client }).send(MESSAGE, { signal: caller.signal });
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'timeout' } });
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect(handled).toBe(0);
  });

  it('shows its log neither text nor number', async () => {
    const logged: unknown[] = [];
    const log = (...values: unknown[]) => logged.push(...values);
    const logger = { trace: log, debug: log, info: log, warn: log, error: log };
    const vendor = await startVendor((_request, response) => answerXml(response, 200, publishAnswer()));
    expect(await sendBy(createClient(vendor.url, { logger }))).toMatchObject({ status: 'accepted' });
    expectNoSecretIn(logged);
  });

  it('keeps its own retries and log for everything else', async () => {
    const vendor = await startVendor((_request, response) => answerXml(response, 200, publishAnswer()));
    const client = createClient(vendor.url);
    const before = client.middlewareStack.identify();
    await sendBy(client);
    expect(client.middlewareStack.identify()).toEqual(before);
  });

  it('is refused where nobody listens', async () => {
    expect(await sendBy(createClient(`http://127.0.0.1:${await findClosedPort()}`))).toMatchObject({
      status: 'refused',
      failure: { category: 'unavailable', providerCode: 'ECONNREFUSED' },
    });
  });

  it('is refused where it finds no credentials', async () => {
    const vendor = await startVendor((_request, response) => answerXml(response, 200, publishAnswer()));
    const credentials = async () => {
      throw Object.assign(new Error(CREDENTIALS.secretAccessKey), { name: 'CredentialsProviderError' });
    };
    const outcome = await sendBy(createClient(vendor.url, { credentials }));
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'authentication' } });
    expect(vendor.requests).toHaveLength(0);
    expectNoSecretIn(outcome);
  });

  it('is refused when time is up before it has credentials', async () => {
    const vendor = await startVendor((_request, response) => answerXml(response, 200, publishAnswer()));
    const credentials = () => new Promise<never>(() => {});
    const outcome = await sendBy(createClient(vendor.url, { credentials }), { timeoutMs: 300 });
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'timeout' } });
    expect(vendor.requests).toHaveLength(0);
  });

  it('is not certain when the connection ends without an answer', async () => {
    const port = await startTcpServer((socket) => socket.on('data', () => socket.destroy()));
    expect(await sendBy(createClient(`http://127.0.0.1:${port}`))).toMatchObject({ status: 'unknown' });
  });

  it('ends at the deadline, though the SDK itself would only warn', async () => {
    const vendor = await startVendor(() => {});
    const outcome = await sendBy(createClient(vendor.url), { timeoutMs: 500 });
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'timeout' } });
    expect(vendor.requests).toHaveLength(1);
  });

  it('is refused when the SDK cannot make the request', async () => {
    const outcome = await sendBy(createClient('not a URL'));
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'configuration' } });
    expectNoSecretIn(outcome);
  });

  it.each([
    ['never ends', () => new Promise(() => {}), 'timeout'],
    ['throws', () => Promise.reject(new Error(`could not send ${MESSAGE.text}`)), 'unknown'],
    ['throws nothing', () => Promise.reject(undefined), 'unknown'],
    [
      'throws at once',
      () => {
        throw new TypeError(MESSAGE.text);
      },
      'unknown',
    ],
  ])('is not certain when it goes its own way and %s', async (_what, send, category) => {
    const outcome = await sendBy(clientThat(send), { timeoutMs: 300 });
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category } });
    expectNoSecretIn(outcome);
  });
});
