import { describe, expect, it } from 'vitest';
import { createOtpHandler } from '../index.ts';
import { allProblems } from '../problems/problem.ts';
import { expectGuarded, post, readProblem } from '../test-support/http.ts';
import { createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';

interface Described {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<
    Record<string, { readonly post: { readonly responses: Readonly<Record<string, unknown>> } }>
  >;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly required: string[]; readonly properties: object }>>;
  };
}

const parser = {
  specificationVersion: 'v1',
  kind: 'delivery-report-parser',
  providerId: 'vendor',
  parse: async () => ({ status: 'refused', reason: 'malformed' }) as const,
} as const;

function arrange() {
  const engine = createScriptedEngine();
  const webhooks = { parsers: [parser], onReport: () => {} };
  return createOtpHandler({
    clientAddress: 'none',
    engine,
    basePath: '/otp',
    purposes: ['default', 'login'],
    webhooks,
  });
}

async function describeRoutes(handler = arrange()): Promise<Described> {
  const response = await handler(new Request('https://example.test/otp/openapi.json'));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expectGuarded(response);
  return (await response.json()) as Described;
}

describe('GET /countries', () => {
  it.each([
    ['those that are listed', ['DE', 'US', '001']],
    ['null for all', null],
  ])('answers %s, as it is described', async (_what, countries) => {
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), countries });
    const response = await handler(new Request('https://example.test/countries'));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expectGuarded(response);
    const body = (await response.json()) as object;
    expect(body).toEqual({ countries });
    expect((await describeRoutes()).components.schemas.Countries?.required).toEqual(Object.keys(body));
  });

  it('says null where nothing is listed, has a HEAD, and takes no other method', async () => {
    const handler = arrange();
    const url = 'https://example.test/otp/countries';
    expect(await (await handler(new Request(url))).json()).toEqual({ countries: null });
    const head = await handler(new Request(url, { method: 'HEAD' }));
    expect([head.status, await head.text()]).toEqual([200, '']);
    const refused = await handler(post('/otp/countries', {}));
    expect([await readProblem(refused), refused.headers.get('allow')]).toMatchObject([{ status: 405 }, 'GET']);
  });
});

describe('GET /openapi.json', () => {
  it('describes every route relative to itself, and only routes that are there', async () => {
    const handler = arrange();
    const { openapi, servers, paths } = await describeRoutes(handler);
    expect([openapi, servers]).toEqual(['3.1.0', [{ url: '.' }]]);
    expect(Object.keys(paths)).toEqual([
      '/verifications',
      '/verifications/check',
      '/verifications/resend',
      '/verifications/cancel',
      '/countries',
      '/webhooks/vendor',
    ]);
    for (const path of Object.keys(paths)) {
      expect((await handler(post(`/otp${path}`, {}))).status).not.toBe(404);
    }
  });

  it('describes the answers as they are', async () => {
    const handler = arrange();
    const { schemas } = (await describeRoutes(handler)).components;
    const sent = await handler(post('/otp/verifications', { phoneNumber: PHONE_NUMBER }));
    expect(Object.keys((await sent.json()) as object)).toEqual(schemas.Verification?.required);
    const checked = await handler(post('/otp/verifications/check', { challenge: 'a', code: '123456' }));
    expect(Object.keys((await checked.json()) as object)).toEqual(schemas.VerifiedNumber?.required);
    const problem = await readProblem(await handler(post('/otp/verifications', {})));
    const { required = [], properties = {} } = schemas.Problem ?? {};
    for (const member of required) expect(problem).toHaveProperty(member);
    for (const member of Object.keys(problem)) expect(properties).toHaveProperty(member);
  });

  it('names every problem a path can answer, by status', async () => {
    const text = JSON.stringify((await describeRoutes()).paths);
    const elsewhere = ['unknown-path', 'method-not-allowed', 'client-closed-request'];
    for (const { code } of allProblems()) expect(text.includes(`"${code}"`)).toBe(!elsewhere.includes(code));
    const { paths } = await describeRoutes();
    expect(Object.keys(paths['/verifications/check']?.post.responses ?? {})).toEqual([
      '200',
      '400',
      '408',
      '410',
      '413',
      '415',
      '422',
      '429',
      '500',
      '502',
      '503',
      '504',
    ]);
  });

  it('resolves every reference it makes', async () => {
    const document = await describeRoutes();
    const names = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(document.components.schemas).toHaveProperty(name);
  });

  it('is read by GET and HEAD only', async () => {
    const handler = arrange();
    expect(await readProblem(await handler(post('/otp/openapi.json', {})))).toMatchObject({ status: 405 });
    const head = await handler(new Request('https://example.test/otp/openapi.json', { method: 'HEAD' }));
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
