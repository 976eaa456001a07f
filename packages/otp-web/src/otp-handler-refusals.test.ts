import { describe, expect, it } from 'vitest';
import { createOtpHandler } from './index.ts';
import { expectGuarded, post, postRaw, readProblem } from './test-support/http.ts';
import { CHALLENGE, CODE, callsOf, createScriptedEngine, PHONE_NUMBER } from './test-support/scripted-engine.ts';

/** What HTTP itself makes wrong: paths, methods, media types, bodies. Nothing of it reaches the engine. */
const PATHS = ['/verifications', '/verifications/check', '/verifications/resend', '/verifications/cancel'] as const;
const JSON_TEXT = JSON.stringify({ phoneNumber: PHONE_NUMBER });

describe('createOtpHandler, paths and methods', () => {
  it.each([
    '/',
    '/verifications/',
    '//verifications',
    '/verifications//check',
    '/verifications/check/',
    '/verif%69cations',
    '/verifications%2Fcheck',
    '/Verifications',
    '/verifications;a=b',
    '/verifications/verify',
    '/verifications/constructor',
    '/webhooks/twilio',
    '/__proto__',
  ])('knows nothing at %s', async (path) => {
    const engine = createScriptedEngine();
    const problem = await readProblem(
      await createOtpHandler({ clientAddress: 'none', engine })(postRaw(path, JSON_TEXT)),
    );
    expect(problem).toMatchObject({ status: 404, code: 'unknown-path' });
    expect(callsOf(engine)).toBe(0);
  });

  it.each(['https://docs.example/problems/', 'https://docs.example/problems#', 'urn:acme:problems:'])(
    'begins the type of every problem with %s',
    async (problemTypeBase) => {
      const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), problemTypeBase });
      const typeOf = async (request: Request) => ((await (await handler(request)).json()) as { type: string }).type;
      expect(await typeOf(postRaw('/nothing', JSON_TEXT))).toBe(`${problemTypeBase}unknown-path`);
      expect(await typeOf(new Request('https://example.test/countries', { method: 'PUT' }))).toBe(
        `${problemTypeBase}method-not-allowed`,
      );
      for (const path of PATHS) expect(await typeOf(post(path, { a: '1' }))).toBe(`${problemTypeBase}malformed`);
    },
  );

  it('does not look at the query', async () => {
    const response = await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })(
      postRaw('/verifications?a=b', JSON_TEXT),
    );
    expect(response.status).toBe(202);
  });

  it.each(PATHS)('takes nothing but POST on %s and says so', async (path) => {
    const engine = createScriptedEngine();
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'post2']) {
      const response = await createOtpHandler({ clientAddress: 'none', engine })(
        new Request(`https://example.test${path}`, { method }),
      );
      expect(response.headers.get('allow')).toBe('POST');
      expect(await readProblem(response)).toMatchObject({ status: 405, code: 'method-not-allowed' });
    }
    expect(callsOf(engine)).toBe(0);
  });

  it('answers HEAD with the headers alone', async () => {
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() });
    for (const [path, status] of [
      ['/verifications', 405],
      ['/nothing', 404],
    ] as const) {
      const response = await handler(new Request(`https://example.test${path}`, { method: 'HEAD' }));
      expect(response.status).toBe(status);
      expectGuarded(response);
      expect(await response.text()).toBe('');
    }
  });
});

describe('createOtpHandler, media types', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json ; charset="utf-8"',
    'application/json;',
  ])('takes %s', async (type) => {
    const request = postRaw('/verifications', JSON_TEXT, { 'content-type': type });
    expect((await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })(request)).status).toBe(
      202,
    );
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'application/jsonp',
    'application/json-seq',
    'application/problem+json',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-8; version=2',
    'text/plain; a=application/json',
    'application/json, text/plain',
    '',
  ])('does not take "%s"', async (type) => {
    const engine = createScriptedEngine();
    const request = postRaw('/verifications', JSON_TEXT, { 'content-type': type });
    const problem = await readProblem(await createOtpHandler({ clientAddress: 'none', engine })(request));
    expect(problem).toMatchObject({ status: 415, code: 'unsupported-media-type' });
    expect(callsOf(engine)).toBe(0);
  });

  it('does not take a body without a type, or a compressed one', async () => {
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() });
    const untyped = postRaw('/verifications', JSON_TEXT);
    untyped.headers.delete('content-type');
    expect((await handler(untyped)).status).toBe(415);
    expect((await handler(postRaw('/verifications', JSON_TEXT, { 'content-encoding': 'gzip' }))).status).toBe(415);
    expect((await handler(postRaw('/verifications', JSON_TEXT, { 'content-encoding': 'identity' }))).status).toBe(202);
  });
});

describe('createOtpHandler, bodies', () => {
  const nested = (depth: number) => `${'{"phoneNumber":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const quoted = (text: string) => `{"phoneNumber":${text}}`;

  it.each([
    ['nothing', null],
    ['an empty text', ''],
    ['blanks', '  \n'],
    ['half of an object', '{"phoneNumber":"+1'],
    ['two values', '{}{}'],
    ['single quotes', "{'phoneNumber':'+14155550123'}"],
    ['a trailing comma', '{"phoneNumber":"+14155550123",}'],
    ['an array', '["+14155550123"]'],
    ['a string', '"+14155550123"'],
    ['a number', '14155550123'],
    ['null', 'null'],
    ['true', 'true'],
    ['an empty object', '{}'],
    ['a number as value', quoted('14155550123')],
    ['null as value', quoted('null')],
    ['a boolean as value', quoted('true')],
    ['an array as value', quoted('["+14155550123"]')],
    ['an object as value', quoted('{"decoy":"+14155550123"}')],
    ['an unknown field', '{"phoneNumber":"+14155550123","tenant":"a"}'],
    ['__proto__', '{"__proto__":{"phoneNumber":"+14155550123"}}'],
    ['__proto__ beside', '{"phoneNumber":"+14155550123","__proto__":"a"}'],
    ['constructor', '{"phoneNumber":"+14155550123","constructor":"a"}'],
    ['a field twice', '{"phoneNumber":"+14155550123","phoneNumber":"+14155550199"}'],
    ['a field twice, once no string', '{"phoneNumber":{"a":1},"phoneNumber":"+14155550123"}'],
    ['a field twice, spelt otherwise', '{"phoneNumber":"+14155550123","phone\\u004eumber":"+14155550199"}'],
    ['a field twice with quotes in it', '{"phoneNumber":"\\"","phoneNumber":"\\\\"}'],
    ['another case', '{"phonenumber":"+14155550123"}'],
    ['objects in objects', nested(600)],
    ['arrays in arrays', `${'['.repeat(4_000)}${']'.repeat(4_000)}`],
    ['a locale that is a number', '{"phoneNumber":"+14155550123","locale":1}'],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a value that is no UTF-8', new Uint8Array([...new TextEncoder().encode('{"phoneNumber":"'), 0xff, 0x22, 0x7d])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])],
  ] as const)('refuses %s', async (_case, body) => {
    const engine = createScriptedEngine();
    const raw = typeof body === 'string' || body === null ? body : new Uint8Array(body);
    const problem = await readProblem(
      await createOtpHandler({ clientAddress: 'none', engine })(postRaw('/verifications', raw)),
    );
    expect(problem).toMatchObject({ status: 400, code: 'malformed' });
    expect(JSON.stringify(problem)).not.toMatch(/415555|tenant|__proto__/);
    expect(callsOf(engine)).toBe(0);
  });

  it.each(['[]', '["+14155550123"]', 'null', '"a"', '1', 'true'])('asks for an object instead of %s', async (text) => {
    const response = await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })(
      postRaw('/verifications', text),
    );
    expect((await readProblem(response)).detail).toBe('The body must be a JSON object.');
  });

  it('takes escapes, quotes and a byte order mark as JSON has them', async () => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ clientAddress: 'none', engine });
    expect((await handler(postRaw('/verifications', '\ufeff{ "phone\\u004eumber" : "\\"\\\\\\u002b1" }'))).status).toBe(
      202,
    );
    expect(engine.requests[0]?.to).toBe('"\\+1');
  });

  it.each([
    ['/verifications', {}, 'phoneNumber'],
    ['/verifications/check', { challenge: CHALLENGE }, 'code'],
    ['/verifications/check', { code: CODE }, 'challenge'],
    ['/verifications/check', {}, 'challenge and code'],
    ['/verifications/resend', {}, 'challenge'],
    ['/verifications/cancel', {}, 'challenge'],
    ['/verifications/check', { challenge: CHALLENGE, code: 493027 }, 'code'],
    ['/verifications/check', { challenge: null, code: CODE }, 'challenge'],
    ['/verifications/resend', { challenge: CHALLENGE, locale: [] }, 'locale'],
    ['/verifications/resend', { challenge: CHALLENGE, code: CODE }, 'challenge, purpose, locale'],
    ['/verifications/cancel', { challenge: CHALLENGE, purpose: 1 }, 'purpose'],
  ])('names on %s for %j the field of ours that is wrong', async (path, body, name) => {
    const engine = createScriptedEngine();
    const problem = await readProblem(await createOtpHandler({ clientAddress: 'none', engine })(post(path, body)));
    expect(problem).toMatchObject({ status: 400, code: 'malformed' });
    expect(problem.detail).toContain(name);
    expect(callsOf(engine)).toBe(0);
  });
});
