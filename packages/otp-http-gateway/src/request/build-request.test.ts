import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';
import { resolveHttpGatewayOptions } from '../resolve-http-gateway-options.ts';
import { buildGatewayRequest, type GatewayRequest } from './build-request.ts';

const ENDPOINT = 'https://gateway.example/send';
const MESSAGE = { to: '+39123456789', text: 'a b+c&d=e' };

function build(
  options: Omit<HttpGatewaySmsSenderOptions, 'endpoint'>,
  message = MESSAGE,
  endpoint = ENDPOINT,
): GatewayRequest {
  const request = buildGatewayRequest(resolveHttpGatewayOptions({ endpoint, ...options }), message);
  if (request === null) throw new Error('The gateway cannot be told this text.');
  return request;
}

/** Any text that has a UTF-8, white space, controls, separators and emoji included. */
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
const anyNumber = fc.stringMatching(/^\+[1-9][0-9]{6,14}$/);
const anyExtra = fc.dictionary(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((name) => !/\p{Cc}/u.test(name)),
  anyText,
  { maxKeys: 4, noNullPrototype: true },
);
const RESERVED = ['username', 'password', 'phone', 'message', 'route'];
const anyCase = fc
  .record({ to: anyNumber, text: anyText, username: anyText, password: anyText, extra: anyExtra })
  .filter(({ extra }) => Object.keys(extra).every((name) => !RESERVED.includes(name)));

describe('buildGatewayRequest', () => {
  it('asks for credentials, number and text in the query, encoded so that every gateway reads the same', () => {
    expect(build({ username: 'me', password: 'p w' })).toEqual({
      method: 'GET',
      url: `${ENDPOINT}?username=me&password=p%20w&phone=%2B39123456789&message=a%20b%2Bc%26d%3De`,
      headers: {},
      body: null,
    });
  });

  it('keeps the query of the endpoint as it was written', () => {
    expect(build({}, { ...MESSAGE, text: 'x' }, `${ENDPOINT}?route=4&note=a+b%2Fc`).url).toBe(
      `${ENDPOINT}?route=4&note=a+b%2Fc&phone=%2B39123456789&message=x`,
    );
    expect(build({}, { ...MESSAGE, text: 'x' }, `${ENDPOINT}?`).url).toBe(`${ENDPOINT}?phone=%2B39123456789&message=x`);
  });

  it.each([
    ['e164', '+39123456789'],
    ['digits', '39123456789'],
    ['00-prefix', '0039123456789'],
  ] as const)('writes the number as %s', (phoneFormat, expected) => {
    expect(new URL(build({ phoneFormat }).url).searchParams.get('phone')).toBe(expected);
  });

  it('uses the names and static parameters of the gateway', () => {
    const { url } = build({
      username: 'me',
      password: 'secret',
      parameterNames: { username: 'user', password: 'pass', to: 'to', text: 'content' },
      parameters: { from: 'Acme', coding: '8' },
    });
    expect([...new URL(url).searchParams]).toEqual([
      ['user', 'me'],
      ['pass', 'secret'],
      ['to', '+39123456789'],
      ['content', 'a b+c&d=e'],
      ['from', 'Acme'],
      ['coding', '8'],
    ]);
  });

  it('sends the API key under the name the gateway wants, beside other headers', () => {
    expect(build({ apiKey: 'key', headers: { authorization: 'Bearer t' } }).headers).toEqual({
      'X-API-Key': 'key',
      authorization: 'Bearer t',
    });
    expect(build({ apiKey: 'key', apiKeyHeader: 'X-Auth' }).headers).toEqual({ 'X-Auth': 'key' });
  });

  it('leaves nothing of the message in the address of a POST', () => {
    const request = build(
      { method: 'POST', username: 'me', parameters: { from: 'Acme' } },
      MESSAGE,
      `${ENDPOINT}?route=4`,
    );
    expect(request.url).toBe(`${ENDPOINT}?route=4`);
    expect(request.headers['Content-Type']).toBe('application/x-www-form-urlencoded');
    expect(request.body).toBe('username=me&phone=%2B39123456789&message=a+b%2Bc%26d%3De&from=Acme');
  });

  it('posts one flat JSON object', () => {
    const request = build({
      method: 'POST',
      bodyFormat: 'json',
      parameters: JSON.parse('{"__proto__": "x", "from": "Acme"}'),
    });
    expect(request.headers['Content-Type']).toBe('application/json');
    expect(request.body).toBe('{"phone":"+39123456789","message":"a b+c&d=e","__proto__":"x","from":"Acme"}');
  });

  it('is not changed by what happens to the options afterwards', () => {
    const options = { endpoint: ENDPOINT, headers: { 'X-A': 'b' }, parameters: { from: 'Acme' }, username: 'me' };
    const resolved = resolveHttpGatewayOptions(options);
    const before = buildGatewayRequest(resolved, MESSAGE);
    Object.assign(options.headers, { 'X-A': 'changed' });
    Object.assign(options.parameters, { from: 'Eve', phone: '+1' });
    Object.assign(options, { endpoint: 'https://evil.example', username: 'eve' });
    expect(buildGatewayRequest(resolved, MESSAGE)).toEqual(before);
  });

  it('delivers any query exactly as given, no value leaking into another', () => {
    fc.assert(
      fc.property(anyCase, ({ to, text, username, password, extra }) => {
        const { url } = build({ username, password, parameters: extra }, { to, text }, `${ENDPOINT}?route=4`);
        expect(url.startsWith(`${ENDPOINT}?route=4&`)).toBe(true);
        expect([...new URL(url).searchParams]).toEqual([
          ['route', '4'],
          ['username', username],
          ['password', password],
          ['phone', to],
          ['message', text],
          ...Object.entries(extra),
        ]);
        // What decodes percent signs only must read the same.
        const message = /&message=([^&]*)/.exec(url)?.[1] ?? '';
        expect(decodeURIComponent(message)).toBe(text);
      }),
    );
  });

  it('delivers any form and any JSON exactly as given', () => {
    fc.assert(
      fc.property(anyCase, ({ to, text, username, password, extra }) => {
        const options = { method: 'POST', username, password, parameters: extra } as const;
        const expected = { username, password, phone: to, message: text, ...extra };
        const form = build(options, { to, text }).body ?? '';
        expect(Object.fromEntries(new URLSearchParams(form))).toEqual(expected);
        const json = build({ ...options, bodyFormat: 'json' }, { to, text }).body ?? '';
        expect(JSON.parse(json)).toEqual(expected);
      }),
    );
  });
});
