import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';
import { resolveHttpGatewayOptions } from '../resolve-http-gateway-options.ts';
import { buildGatewayRequest } from './build-request.ts';

const CREDENTIALS = { username: 'me', password: 'p/w?&=#%', apiKey: 'k{to}', from: 'Acme' } as const;

function build(endpoint: string, options: HttpGatewaySmsSenderOptions = {}, text = 'a b/c?d=e&f#g{to}') {
  return buildGatewayRequest(resolveHttpGatewayOptions({ endpoint, ...options }), { to: '+39123456789', text });
}

describe('an endpoint with placeholders', () => {
  it('gets each value in its place, encoded, and not a second time', () => {
    const endpoint =
      'https://gateway.example/{USERNAME}/send/{to}?k={apiKey}&p={Password}&s={sender}&f={from}&m={MESSAGE}&t={text}&x=1';
    expect(build(endpoint, CREDENTIALS)).toEqual({
      method: 'GET',
      url:
        'https://gateway.example/me/send/%2B39123456789?k=k%7Bto%7D&p=p%2Fw%3F%26%3D%23%25&s=Acme&f=Acme' +
        '&m=a%20b%2Fc%3Fd%3De%26f%23g%7Bto%7D&t=a%20b%2Fc%3Fd%3De%26f%23g%7Bto%7D&x=1',
      headers: {},
      body: null,
    });
  });

  it('sends as parameters what has no place', () => {
    expect(build('https://gateway.example/send/{to}', { username: 'me', parameters: { x: '1' } }, 'hello')?.url).toBe(
      'https://gateway.example/send/%2B39123456789?username=me&message=hello&x=1',
    );
    expect(build('https://gateway.example/{to}', { method: 'POST', phoneFormat: 'digits' }, 'hello')).toMatchObject({
      url: 'https://gateway.example/39123456789',
      body: 'message=hello',
    });
  });

  it.each(['.', '..'])('is not asked where a text would lead to another path: %j', (text) => {
    expect(build('https://gateway.example/send/{text}', {}, text)).toBeNull();
    expect(build('https://gateway.example/send?m={text}', {}, text)?.url).toContain(`m=${text}`);
    expect(build('https://gateway.example/send/x{text}', {}, text)).not.toBeNull();
  });

  it.each([
    'https://{to}.example/send',
    'https://gateway.example:{to}/send',
    'https://{username}@gateway.example/send',
    'https://gateway.example/{unknown}',
    'https://gateway.example/{}',
    'https://gateway.example/{to',
    'https://gateway.example/to}',
    'https://gateway.example/{{to}}',
    'https://gateway.example/?x={__proto__}',
    'https://gateway.example/?x={constructor}',
    'https://gateway.example/countersign-place-to-here',
    'https://gateway.example/#{to}',
    '{to}',
    `https://gateway.example/${'{to}'.repeat(1_000_000)}`,
  ])('is refused where nobody could tell what it means: %.60s', (endpoint) => {
    expect(() => build(endpoint)).toThrow(/endpoint/);
  });

  it.each(['username', 'password', 'apiKey', 'from'])('is refused without a value for {%s}', (field) => {
    expect(() => build(`https://gateway.example/send?x={${field}}`)).toThrow(field);
  });

  it('never lets a value out of its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const request = build('https://gateway.example/a/{text}/b?m={text}&z=1', {}, text);
        if (request === null) return expect(['.', '..']).toContain(text);
        const url = new URL(request.url);
        expect(url.host).toBe('gateway.example');
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'a', text, 'b']);
        expect([...url.searchParams]).toEqual([
          ['m', text],
          ['z', '1'],
          ['phone', '+39123456789'],
        ]);
      }),
    );
  });
});
