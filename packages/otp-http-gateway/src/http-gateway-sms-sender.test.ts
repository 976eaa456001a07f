import { inspect } from 'node:util';
import type { CallOptions, SendOutcome, SmsMessage } from '@countersign/otp-core/spec';
import axios from 'axios';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';
import { CREDENTIALS, expectNoSecretIn, MESSAGE } from './test-support/secrets.ts';

const ENDPOINT = 'https://gateway.example/send';
const server = setupServer();

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** Answers every request to the endpoint, and keeps them. */
function gatewayAnswers(answer: () => Response): Request[] {
  const requests: Request[] = [];
  server.use(
    http.all(ENDPOINT, ({ request }) => {
      requests.push(request.clone());
      return answer();
    }),
  );
  return requests;
}

function createSender(options: Partial<HttpGatewaySmsSenderOptions> = {}) {
  return createHttpGatewaySmsSender({ endpoint: ENDPOINT, ...CREDENTIALS, ...options });
}

describe('createHttpGatewaySmsSender', () => {
  it('is a sender of the first specification', () => {
    expect(createSender()).toMatchObject({
      specificationVersion: 'v1',
      kind: 'sms-sender',
      providerId: 'http-gateway',
    });
    expect(createSender({ providerId: 'acme' }).providerId).toBe('acme');
  });

  it('makes exactly the request that GET gateways know', async () => {
    const requests = gatewayAnswers(() => HttpResponse.text('OK'));
    const outcome = await createSender().send(MESSAGE);

    expect(outcome).toEqual({ status: 'accepted', messageId: null });
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request?.method).toBe('GET');
    expect(request?.url).toBe(
      `${ENDPOINT}?username=user-Vb4Vb4Vb4&password=pass%2Bword%2FXk9%26Xk9%3DXk9&phone=%2B39123456789` +
        '&message=Your%20code%20is%20804617.%20P%C3%ACn%20%2B%20pi%C3%B9%20%26%20cos%C3%AC%3F',
    );
    expect(request?.headers.get('x-api-key')).toBe(CREDENTIALS.apiKey);
    expect(await request?.text()).toBe('');
  });

  it('sends no credential that was not configured', async () => {
    const requests = gatewayAnswers(() => HttpResponse.text('OK'));
    await createHttpGatewaySmsSender({ endpoint: ENDPOINT }).send({ to: '+39123456789', text: 'hello' });
    expect(requests[0]?.url).toBe(`${ENDPOINT}?phone=%2B39123456789&message=hello`);
    expect(requests[0]?.headers.has('x-api-key')).toBe(false);
  });

  it.each([
    ['form', 'application/x-www-form-urlencoded', (body: string) => Object.fromEntries(new URLSearchParams(body))],
    ['json', 'application/json', (body: string) => JSON.parse(body)],
  ] as const)('posts a %s', async (bodyFormat, contentType, decode) => {
    const requests = gatewayAnswers(() => HttpResponse.json({ status: 'success', id: 'abc' }));
    const sender = createSender({
      method: 'POST',
      bodyFormat,
      headers: { 'User-Agent': 'acme/1', accept: 'text/plain' },
      parameters: { from: 'Acme' },
      messageId: ({ body }) => JSON.parse(body).id,
    });
    expect(await sender.send(MESSAGE)).toEqual({ status: 'accepted', messageId: 'abc' });

    const [request] = requests;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe(ENDPOINT);
    expect(request?.headers.get('content-type')).toBe(contentType);
    expect(request?.headers.get('user-agent')).toBe('acme/1');
    expect(request?.headers.get('accept')).toBe('text/plain');
    const { username, password } = CREDENTIALS;
    expect(decode((await request?.text()) ?? '')).toEqual({
      username,
      password,
      phone: MESSAGE.to,
      message: MESSAGE.text,
      from: 'Acme',
    });
  });

  it.each([
    ['a body of failure', () => HttpResponse.text('ERROR: no credit'), 'refused', 'unknown'],
    ['400', () => HttpResponse.text('OK', { status: 400 }), 'refused', 'unknown'],
    ['401', () => HttpResponse.text('', { status: 401 }), 'refused', 'authentication'],
    ['402', () => HttpResponse.text('', { status: 402 }), 'refused', 'insufficient-funds'],
    ['404', () => HttpResponse.text('', { status: 404 }), 'refused', 'configuration'],
    ['429', () => HttpResponse.text('', { status: 429 }), 'refused', 'rate-limited'],
    ['302', () => HttpResponse.redirect('https://elsewhere.example/', 302), 'refused', 'configuration'],
    ['408', () => HttpResponse.text('', { status: 408 }), 'unknown', 'timeout'],
    ['503', () => HttpResponse.text('', { status: 503 }), 'unknown', 'unavailable'],
    ['an answer nobody can read', () => HttpResponse.text('<html>'), 'unknown', 'unknown'],
  ])('answers %s with one request and a typed failure', async (_name, answer, status, category) => {
    const requests = gatewayAnswers(answer);
    const outcome = await createSender().send(MESSAGE);
    expect(outcome).toMatchObject({ status, failure: { category, providerId: 'http-gateway' } });
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it('hands a predicate the status, the body and the headers by lower-case name', async () => {
    gatewayAnswers(() =>
      HttpResponse.text('0: Accepted for delivery', { status: 202, headers: { 'X-Queue': 'b', get: 'c' } }),
    );
    const accepted = vi.fn(() => true);
    expect(await createSender({ answers: { accepted } }).send(MESSAGE)).toMatchObject({ status: 'accepted' });
    expect(accepted).toHaveBeenCalledExactlyOnceWith({
      statusCode: 202,
      body: '0: Accepted for delivery',
      headers: expect.objectContaining({ 'x-queue': 'b', get: 'c' }),
    });
  });

  it.each([
    [undefined, 'invalid-recipient'],
    [{ to: '39123456789', text: 'hello' }, 'invalid-recipient'],
    [{ to: MESSAGE.to, text: '' }, 'content-rejected'],
    [{ to: MESSAGE.to, text: 'x'.repeat(1601) }, 'content-rejected'],
  ])('refuses a message it cannot send without asking anybody', async (message, category) => {
    const requests = gatewayAnswers(() => HttpResponse.text('OK'));
    const outcome = await createSender().send(message as SmsMessage);
    expect(outcome).toMatchObject({ status: 'refused', failure: { category, retryable: false } });
    expect(requests).toHaveLength(0);
    expectNoSecretIn(outcome);
  });

  it('refuses when its signal was aborted before, and when it is none', async () => {
    const requests = gatewayAnswers(() => HttpResponse.text('OK'));
    const refusals: [unknown, string][] = [
      [{ signal: AbortSignal.abort() }, 'timeout'],
      [{ signal: 'aborted' }, 'configuration'],
      [{ signal: { aborted: false } }, 'configuration'],
    ];
    for (const [callOptions, category] of refusals) {
      const outcome = await createSender().send(MESSAGE, callOptions as CallOptions);
      expect(outcome).toMatchObject({ status: 'refused', failure: { category } });
    }
    expect(requests).toHaveLength(0);
  });

  it.each(['fast', 7, true, []])(
    'refuses %j for call options, as nobody could tell what was meant',
    async (callOptions) => {
      const requests = gatewayAnswers(() => HttpResponse.text('OK'));
      const outcome = await createSender().send(MESSAGE, callOptions as CallOptions);
      expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'configuration' } });
      expect(requests).toHaveLength(0);
    },
  );

  it.each([undefined, null, {}, { signal: undefined }, { signal: null }])(
    'takes %j for call options without a signal',
    async (callOptions) => {
      gatewayAnswers(() => HttpResponse.text('OK'));
      const outcome = await createSender().send(MESSAGE, callOptions as CallOptions);
      expect(outcome.status).toBe('accepted');
    },
  );

  it('leaves no listener on a signal that lives on', async () => {
    gatewayAnswers(() => HttpResponse.text('OK'));
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await createSender().send(MESSAGE, { signal });
    expect(removed.mock.calls.map(([type, listener]) => [type, listener])).toEqual(
      added.mock.calls.map(([type, listener]) => [type, listener]),
    );
  });

  it('keeps messages sent at once apart', async () => {
    const requests = gatewayAnswers(() => HttpResponse.text('OK'));
    const sender = createSender();
    const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    await Promise.all(texts.map((text) => sender.send({ to: MESSAGE.to, text })));
    expect(requests.map(({ url }) => new URL(url).searchParams.get('message')).sort()).toEqual(texts.sort());
  });

  it('is out of reach of what an app hangs on the shared axios', async () => {
    const requests = gatewayAnswers(() => HttpResponse.text('', { status: 503 }));
    const seen: unknown[] = [];
    const spy = axios.interceptors.request.use((config) => {
      seen.push(config);
      return config;
    });
    const retry = axios.interceptors.response.use((response) => axios.request(response.config));
    axios.defaults.headers.common['X-Tracing'] = '1';
    axios.defaults.baseURL = 'https://elsewhere.example';
    onTestFinished(() => {
      axios.interceptors.request.eject(spy);
      axios.interceptors.response.eject(retry);
      delete axios.defaults.headers.common['X-Tracing'];
      delete axios.defaults.baseURL;
    });
    expect((await createSender().send(MESSAGE)).status).toBe('unknown');
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers.has('x-tracing')).toBe(false);
    expect(seen).toEqual([]);
  });

  it('shows no credential when it is printed', () => {
    const sender = createSender({ headers: { authorization: `Bearer ${CREDENTIALS.apiKey}` } });
    expectNoSecretIn(sender);
    expect(inspect(sender)).toContain('http-gateway');
    expect(Object.isFrozen(sender)).toBe(true);
  });

  it('says nothing on the console', async () => {
    const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const spies = methods.map((method) => vi.spyOn(console, method));
    gatewayAnswers(() => HttpResponse.text('ERROR', { status: 500 }));
    const outcome: SendOutcome = await createSender().send(MESSAGE);
    expect(outcome.status).toBe('unknown');
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});
