import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { TELNYX_ERROR_CODES } from './telnyx-errors.ts';
import { createTelnyxSmsSender, type TelnyxSmsSenderOptions } from './telnyx-sms-sender.ts';
import { mockTelnyx } from './test-support/mock-telnyx.ts';
import { API_KEY, expectNoSecretIn, FROM, MESSAGE } from './test-support/secrets.ts';
import { errorAnswer, MESSAGE_ID, messageAnswer, PROFILE_ID } from './test-support/telnyx-answers.ts';

const telnyx = mockTelnyx();

function createSender(options: object = { from: FROM }) {
  return createTelnyxSmsSender({ apiKey: API_KEY, ...options } as TelnyxSmsSenderOptions);
}

function problemsOf(options: unknown): string[] {
  try {
    createTelnyxSmsSender(options as TelnyxSmsSenderOptions);
    return [];
  } catch (error) {
    if (!(error instanceof OtpConfigurationError)) throw error;
    expectNoSecretIn(error, error.message, error.problems);
    return error.problems.map((problem) => problem.option);
  }
}

describe('createTelnyxSmsSender', () => {
  it('is a sender of the first specification', () => {
    expect(createSender()).toMatchObject({
      specificationVersion: 'v1',
      kind: 'sms-sender',
      providerId: 'telnyx',
    });
    expect(createSender({ from: FROM, providerId: 'second' }).providerId).toBe('second');
  });

  it('makes exactly the request that Telnyx documents', async () => {
    const requests = telnyx.answers(200, messageAnswer(MESSAGE.to, { parts: 2 }));
    expect(await createSender().send(MESSAGE)).toEqual({ status: 'accepted', messageId: MESSAGE_ID, segments: 2 });

    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('https://api.telnyx.com/v2/messages');
    expect(request?.headers.get('authorization')).toBe(`Bearer ${API_KEY}`);
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(request?.headers.get('x-stainless-retry-count')).toBe('0');
    expect(await request?.json()).toEqual({ to: MESSAGE.to, text: MESSAGE.text, from: FROM });
  });

  it.each([
    ['a short code', { from: '55555' }, { from: '55555' }],
    [
      'an alphanumeric sender with its profile',
      { from: 'Acme Inc', messagingProfileId: PROFILE_ID },
      { from: 'Acme Inc', messaging_profile_id: PROFILE_ID },
    ],
    ['a number of the profile’s pool', { messagingProfileId: PROFILE_ID }, { messaging_profile_id: PROFILE_ID }],
    [
      'an address for reports',
      { from: FROM, webhookUrl: 'https://app.example/hooks?a=b' },
      { from: FROM, webhook_url: 'https://app.example/hooks?a=b' },
    ],
  ])('sends %s', async (_what, options, expected) => {
    const requests = telnyx.answers(200, messageAnswer(MESSAGE.to));
    await createSender(options).send(MESSAGE);
    expect(await requests[0]?.json()).toEqual({ to: MESSAGE.to, text: MESSAGE.text, ...expected });
  });

  it('never shows a text to the log of the SDK, and takes no account from the environment', async () => {
    const printed: unknown[] = [];
    const { debug, info, log, warn, error } = console;
    const before = { ...process.env };
    const keep = (...values: unknown[]) => printed.push(...values);
    Object.assign(console, { debug: keep, info: keep, log: keep, warn: keep, error: keep });
    Object.assign(process.env, { TELNYX_LOG: 'debug', TELNYX_CLIENT_ID: 'id', TELNYX_CLIENT_SECRET: 'secret' });
    try {
      const requests = telnyx.answers(200, messageAnswer(MESSAGE.to));
      await createSender().send(MESSAGE);
      expect(requests).toHaveLength(1);
      expect(requests[0]?.headers.get('authorization')).toBe(`Bearer ${API_KEY}`);
    } finally {
      Object.assign(console, { debug, info, log, warn, error });
      for (const name of ['TELNYX_LOG', 'TELNYX_CLIENT_ID', 'TELNYX_CLIENT_SECRET']) delete process.env[name];
      Object.assign(process.env, before);
    }
    expect(printed).toEqual([]);
  });

  it.each([...TELNYX_ERROR_CODES])('reads the error code %s', async (code, { category, retryable }) => {
    const requests = telnyx.answers(400, errorAnswer(code));
    const outcome = await createSender().send(MESSAGE);
    expect(requests).toHaveLength(1);
    expect(outcome).toMatchObject({
      status: ['10007', '10008'].includes(code) ? 'unknown' : 'refused',
      failure: {
        category,
        retryable: retryable ?? ['rate-limited', 'unavailable', 'timeout'].includes(category),
        providerId: 'telnyx',
        providerCode: code,
        statusCode: 400,
      },
    });
    expectNoSecretIn(outcome);
    expect(JSON.stringify(outcome)).not.toContain('of the vendor');
  });

  it.each([
    ['10002', { pointer: '/from' }, 'configuration'],
    ['10016', { parameter: 'from' }, 'configuration'],
    ['10016', { pointer: '/to' }, 'invalid-recipient'],
    ['10015', { pointer: '/to' }, 'invalid-recipient'],
    ['10004', { pointer: '/messaging_profile_id' }, 'configuration'],
    ['10015', { pointer: 7 }, 'configuration'],
  ])('reads the error code %s by the parameter it names: %j', async (code, source, category) => {
    telnyx.answers(422, errorAnswer(code, source));
    expect(await createSender().send(MESSAGE)).toMatchObject({ status: 'refused', failure: { category } });
  });

  it.each([
    ['a code nobody knows', 403, errorAnswer('99999'), 'refused', 'authentication', '99999'],
    ['a code that is a number', 400, { errors: [{ code: 40300 }] }, 'refused', 'unknown', undefined],
    ['a code that is none', 400, errorAnswer('804617 for +393923456789'), 'refused', 'unknown', undefined],
    ['a code out of the text', 400, errorAnswer('80461'), 'refused', 'unknown', undefined],
    ['no error at all', 404, {}, 'refused', 'configuration', undefined],
    ['errors that are no list', 402, { errors: 'many' }, 'refused', 'insufficient-funds', undefined],
    ['a refusal in HTML', 401, '<html>', 'refused', 'authentication', undefined],
    ['a proxy that lost patience', 408, errorAnswer('40310'), 'unknown', 'invalid-recipient', '40310'],
    ['a gateway that lost patience', 504, '', 'unknown', 'timeout', undefined],
    ['an outage', 503, errorAnswer('10037'), 'unknown', 'unavailable', '10037'],
  ] as const)('falls back on the status for %s', async (_what, status, body, expected, category, providerCode) => {
    const requests = telnyx.answers(status, body);
    const outcome = await createSender().send(MESSAGE);
    expect(requests).toHaveLength(1);
    expect(outcome).toMatchObject({ status: expected, failure: { category, statusCode: status } });
    expect(outcome.status === 'accepted' ? null : outcome.failure.providerCode).toBe(providerCode);
    expectNoSecretIn(outcome);
  });

  it.each([
    ['Retry-After', { 'Retry-After': '7' }, 7_000],
    ['the seconds of x-ratelimit-reset', { 'x-ratelimit-reset': '12' }, 12_000],
    ['the time of x-ratelimit-reset, though it has passed', { 'x-ratelimit-reset': '1600000000' }, 0],
  ])('tells when to try again by %s', async (_what, headers, retryAfterMs) => {
    const requests = telnyx.answers(429, errorAnswer('10011'), headers);
    expect(await createSender().send(MESSAGE)).toMatchObject({
      status: 'refused',
      failure: { category: 'rate-limited', retryable: true, retryAfterMs },
    });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['no message', {}],
    ['nothing', ''],
    ['a list', []],
    ['garbage', '{"data":'],
    ['a message without an id', messageAnswer(MESSAGE.to, { id: undefined })],
    ['an id that is none', messageAnswer(MESSAGE.to, { id: 'Your code is 804617.' })],
    ['another recipient', messageAnswer('+393920000000')],
    ['no recipient', messageAnswer(MESSAGE.to, { to: [] })],
    ['a state nobody knows', messageAnswer(MESSAGE.to, { to: [{ phone_number: MESSAGE.to, status: 'odd' }] })],
    [
      'a message that failed later',
      messageAnswer(MESSAGE.to, { to: [{ phone_number: MESSAGE.to, status: 'delivery_failed' }] }),
    ],
    ['fields behind __proto__', `{"__proto__":${JSON.stringify(messageAnswer(MESSAGE.to))}}`],
  ])('is not certain of a success with %s', async (_what, body) => {
    const requests = telnyx.answers(200, body);
    const outcome = await createSender().send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'unknown', statusCode: 200 } });
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it('takes a success that says that sending failed for a refusal', async () => {
    const to = [{ phone_number: MESSAGE.to, status: 'sending_failed' }];
    telnyx.answers(200, messageAnswer(MESSAGE.to, { to, ...errorAnswer('40300') }));
    expect(await createSender().send(MESSAGE)).toMatchObject({
      status: 'refused',
      failure: { category: 'opted-out', providerCode: '40300', statusCode: 200 },
    });
  });

  it.each([
    ['the number', `id-${MESSAGE.to.slice(1)}`],
    ['the code', 'id-804617'],
    ['the key', API_KEY],
    ['the key without its beginning', API_KEY.slice('KEY'.length)],
  ])('does not show an id that repeats %s', async (_what, id) => {
    telnyx.answers(200, messageAnswer(MESSAGE.to, { id }));
    expect(await createSender().send(MESSAGE)).toEqual({ status: 'accepted', messageId: null, segments: 1 });
  });

  it.each([
    ['a text that is too long', { ...MESSAGE, text: 'x'.repeat(1531) }, 'content-rejected'],
    ['a text of 5 MB', { ...MESSAGE, text: 'x'.repeat(5_000_000) }, 'content-rejected'],
    ['half a character', { ...MESSAGE, text: 'code \ud83d' }, 'content-rejected'],
    ['Unicode digits', { ...MESSAGE, to: '+١٢٣٤٥٦٧٨٩' }, 'invalid-recipient'],
    ['nothing', undefined, 'invalid-recipient'],
    ['a getter that throws', Object.defineProperty({}, 'to', { get: () => JSON.parse('{') }), 'invalid-recipient'],
  ])('refuses %s without asking', async (_what, message, category) => {
    const requests = telnyx.answers(200, messageAnswer(MESSAGE.to));
    expect(await createSender().send(message as never)).toMatchObject({ status: 'refused', failure: { category } });
    expect(requests).toHaveLength(0);
  });

  it('refuses a signal that is none', async () => {
    const requests = telnyx.answers(200, messageAnswer(MESSAGE.to));
    const outcome = await createSender().send(MESSAGE, { signal: { aborted: false } as AbortSignal });
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'configuration' } });
    expect(requests).toHaveLength(0);
  });

  it.each([
    ['nothing', undefined, ['options', 'apiKey', 'from']],
    ['no key', { from: FROM }, ['apiKey']],
    ['a key that is none', { apiKey: 'sk_live_Zq7', from: FROM }, ['apiKey']],
    ['a key with a line break', { apiKey: `${API_KEY}\n`, from: FROM }, ['apiKey']],
    ['no sender', { apiKey: API_KEY }, ['from']],
    ['a sender that is none', { apiKey: API_KEY, from: '8445550001 x y z' }, ['from']],
    ['a sender of digits only', { apiKey: API_KEY, from: '123456789' }, ['from']],
    ['an alphanumeric sender without its profile', { apiKey: API_KEY, from: 'Acme' }, ['messagingProfileId']],
    ['a profile that is none', { apiKey: API_KEY, from: FROM, messagingProfileId: 'main' }, ['messagingProfileId']],
    ['a base URL that is none', { apiKey: API_KEY, from: FROM, baseUrl: 'api.telnyx.com' }, ['baseUrl']],
    ['plain http to elsewhere', { apiKey: API_KEY, from: FROM, baseUrl: 'http://telnyx.example/v2' }, ['baseUrl']],
    [
      'credentials in the base URL',
      { apiKey: API_KEY, from: FROM, baseUrl: 'https://a:b@telnyx.example' },
      ['baseUrl'],
    ],
    ['a query in the base URL', { apiKey: API_KEY, from: FROM, baseUrl: 'https://telnyx.example/v2?a=b' }, ['baseUrl']],
    ['no time at all', { apiKey: API_KEY, from: FROM, timeoutMs: 0 }, ['timeoutMs']],
    ['a provider id that is none', { apiKey: API_KEY, from: FROM, providerId: 'Telnyx!' }, ['providerId']],
    ['a webhook that is none', { apiKey: API_KEY, from: FROM, webhookUrl: '/hooks' }, ['webhookUrl']],
    ['a misspelt option', { apiKey: API_KEY, from: FROM, timeoutms: 1 }, ['timeoutms']],
    ['a client that is none', { client: {}, from: FROM }, ['client']],
    [
      'a client and a key',
      { client: { messages: {}, verifications: {} }, apiKey: API_KEY, baseUrl: 'https://a.example', from: FROM },
      ['apiKey', 'baseUrl'],
    ],
  ])('refuses options with %s', (_what, options, expected) => {
    expect(problemsOf(options)).toEqual(expected);
  });
});
