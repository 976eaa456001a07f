import { OtpConfigurationError } from '@countersign/otp-core';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { type CorsOptions, createOtpHandler } from '../index.ts';
import { post } from '../test-support/http.ts';
import { callsOf, createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';

const PAGE = 'https://app.example';
const ELSEWHERE = 'https://evil.example';
const parser: DeliveryReportParser = {
  specificationVersion: 'v1',
  kind: 'delivery-report-parser',
  providerId: 'vendor',
  parse: async () => ({ status: 'verified', reports: [], reply: null }),
};

function arrange(cors?: CorsOptions) {
  const engine = createScriptedEngine();
  const webhooks = { parsers: [parser], onReport() {} };
  const handler = createOtpHandler({
    engine,
    webhooks,
    clientAddress: 'none',
    ...(cors === undefined ? {} : { cors }),
  });
  const preflight = (origin: string, path = '/verifications', method = 'POST') =>
    handler(
      new Request(`https://otp.example${path}`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'content-type,idempotency-key',
        },
      }),
    );
  const send = (origin?: string, path = '/verifications', body: object = { phoneNumber: PHONE_NUMBER }) =>
    handler(post(path, body, origin === undefined ? {} : { origin }));
  return { engine, handler, preflight, send };
}

/** What of an answer is about other origins. */
function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'));
}

describe('cors', () => {
  it('says nothing to other origins where it is not set', async () => {
    const { engine, preflight, send } = arrange();
    const asked = await preflight(PAGE);
    expect([asked.status, corsOf(asked)]).toEqual([405, {}]);
    expect(corsOf(await send(PAGE))).toEqual({});
    expect(callsOf(engine)).toBe(1);
  });

  it('answers the preflight of a listed origin with what its page may send', async () => {
    const { engine, preflight } = arrange({ origins: [PAGE, 'http://localhost:5173'] });
    for (const origin of [PAGE, 'http://localhost:5173']) {
      const response = await preflight(origin);
      expect(response.status).toBe(204);
      expect(await response.text()).toBe('');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(corsOf(response)).toEqual({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type, idempotency-key',
        'access-control-expose-headers': 'Retry-After, Date',
        'access-control-max-age': '600',
        vary: 'Origin',
      });
    }
    expect(callsOf(engine)).toBe(0);
  });

  it('lets cookies through, and headers of the app, only where it says so', async () => {
    const { preflight, send } = arrange({
      origins: [PAGE],
      credentials: true,
      requestHeaders: ['X-Trace', 'Authorization'],
      maxAgeSeconds: 0,
    });
    expect(corsOf(await preflight(PAGE))).toMatchObject({
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'content-type, idempotency-key, X-Trace, Authorization',
      'access-control-max-age': '0',
    });
    expect(corsOf(await send(PAGE))).toMatchObject({ 'access-control-allow-credentials': 'true' });
  });

  it('opens every answer to a listed origin, failures among them', async () => {
    const { send } = arrange({ origins: [PAGE] });
    const opened = {
      'access-control-allow-origin': PAGE,
      'access-control-expose-headers': 'Retry-After, Date',
      vary: 'Origin',
    };
    const answers = [await send(PAGE), await send(PAGE, '/verifications', {}), await send(PAGE, '/nothing')];
    expect(answers.map(({ status }) => status)).toEqual([202, 400, 404]);
    for (const answer of answers) expect(corsOf(answer)).toEqual(opened);
  });

  it.each([
    ELSEWHERE,
    'null',
    'http://app.example',
    'https://app.example:444',
    'https://app.example.evil.example',
    'https://evil.app.example',
    'HTTPS://APP.EXAMPLE',
    'https://app.example/',
    '*',
  ])('opens nothing to %s, and tells caches that it depends', async (origin) => {
    const { preflight, send } = arrange({ origins: [PAGE], credentials: true });
    const asked = await preflight(origin);
    expect([asked.status, corsOf(asked)]).toEqual([405, { vary: 'Origin' }]);
    expect(corsOf(await send(origin))).toEqual({ vary: 'Origin' });
  });

  it('tells caches that it depends where no origin is named', async () => {
    expect(corsOf(await arrange({ origins: [PAGE] }).send())).toEqual({ vary: 'Origin' });
  });

  it('takes an OPTIONS without a question for what it is', async () => {
    const { handler } = arrange({ origins: [PAGE] });
    const headers = { origin: PAGE };
    const response = await handler(new Request('https://otp.example/verifications', { method: 'OPTIONS', headers }));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('opens the description to read, and webhooks to nobody', async () => {
    const { preflight, send } = arrange({ origins: [PAGE] });
    expect(corsOf(await preflight(PAGE, '/openapi.json', 'GET'))).toMatchObject({
      'access-control-allow-methods': 'GET',
    });
    const receipt = await send(PAGE, '/webhooks/vendor');
    expect([receipt.status, corsOf(receipt)]).toEqual([204, {}]);
    const asked = await preflight(PAGE, '/webhooks/vendor');
    expect([asked.status, corsOf(asked)]).toEqual([405, {}]);
  });

  it.each([
    ['cors', '*'],
    ['cors', true],
    ['cors', []],
    ['cors.origins', {}],
    ['cors.origins', { origins: [] }],
    ['cors.origins', { origins: '*' }],
    ['cors.origins', { origins: ['*'] }],
    ['cors.origins', { origins: ['null'] }],
    ['cors.origins', { origins: ['https://*.app.example'] }],
    ['cors.origins', { origins: ['https://app.example/'] }],
    ['cors.origins', { origins: ['https://app.example:443'] }],
    ['cors.origins', { origins: ['https://App.example'] }],
    ['cors.origins', { origins: ['app.example'] }],
    ['cors.origins', { origins: [PAGE, 7] }],
    ['cors.credentials', { origins: [PAGE], credentials: 'include' }],
    ['cors.requestHeaders', { origins: [PAGE], requestHeaders: ['*'] }],
    ['cors.requestHeaders', { origins: [PAGE], requestHeaders: 'X-Trace' }],
    ['cors.maxAgeSeconds', { origins: [PAGE], maxAgeSeconds: -1 }],
    ['cors.methods', { origins: [PAGE], methods: ['POST'] }],
  ])('names %s where it makes no sense: %j', (option, cors) => {
    const create = () => createOtpHandler({ engine: createScriptedEngine(), clientAddress: 'none', cors } as never);
    expect(create).toThrow(OtpConfigurationError);
    expect(create).toThrow(new RegExp(`\\b${option} `));
  });

  it('takes the origins of apps with a scheme of their own', () => {
    expect(() => arrange({ origins: ['capacitor://localhost', 'ionic://localhost'] })).not.toThrow();
  });
});
