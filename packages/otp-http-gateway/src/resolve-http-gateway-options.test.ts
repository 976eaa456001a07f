import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';
import { resolveHttpGatewayOptions } from './resolve-http-gateway-options.ts';
import { CREDENTIALS, expectNoSecretIn } from './test-support/secrets.ts';

const ENDPOINT = 'https://gateway.example/send';

/** The options that a refusal names; empty where the options are taken. */
function problemsOf(options: unknown): string[] {
  try {
    createHttpGatewaySmsSender(options as HttpGatewaySmsSenderOptions);
    return [];
  } catch (error) {
    if (!(error instanceof OtpConfigurationError)) throw error;
    expectNoSecretIn(error, error.message, error.problems);
    return error.problems.map((problem) => problem.option);
  }
}

describe('resolveHttpGatewayOptions', () => {
  it('needs nothing but an endpoint', () => {
    expect(resolveHttpGatewayOptions({ endpoint: ENDPOINT })).toMatchObject({
      method: 'GET',
      parameterNames: { to: 'phone', text: 'message' },
      textModes: { plain: { encoding: 'utf-8', textName: 'message', parameters: [] }, unicode: null },
      sent: ['to', 'text'],
      headers: {},
      phoneFormat: 'e164',
      timeoutMs: 10_000,
      maxAnswerBytes: 65_536,
      providerId: 'http-gateway',
      proxy: 'none',
    });
  });

  it.each([undefined, null, 'https://gateway.example', 7, []])('refuses %j in place of options', (options) => {
    expect(problemsOf(options)).toContain('options');
  });

  it('names every problem at once and no secret', () => {
    const problems = problemsOf({
      endpoint: `ftp://${CREDENTIALS.username}:${CREDENTIALS.password}@gateway.example`,
      apiKey: `${CREDENTIALS.apiKey}\r\nX-Other: 1`,
      username: `${CREDENTIALS.username}\ud800`,
      password: '',
      timeoutMs: Number.NaN,
      maxAnswerBytes: '64k',
      providerId: 'My Gateway',
      method: 'PUT',
      answers: /^OK/,
      failureCodes: /^ERR/,
      messageId: 'body',
      headers: { 'x-token': `${CREDENTIALS.apiKey}\n` },
      parameters: { from: 7 },
      proxy: true,
      plainHttp: true,
      codeExpiresInMinutes: 10,
    });
    expect(problems.sort()).toEqual(
      [
        'answers.accepted',
        'apiKey',
        'codeExpiresInMinutes',
        'endpoint',
        'failureCodes',
        'headers.x-token',
        'maxAnswerBytes',
        'messageId',
        'method',
        'parameters.from',
        'password',
        'plainHttp',
        'providerId',
        'proxy',
        'timeoutMs',
        'username',
      ].sort(),
    );
  });

  describe('endpoint', () => {
    it.each([
      undefined,
      null,
      7,
      '',
      'gateway.example/send',
      '/send',
      'ftp://gateway.example/send',
      'data:text/plain,OK',
      'file:///etc/passwd',
      'https:gateway.example',
      'https:///gateway.example',
      'https://gate\tway.example/send',
      'https://gateway.example/send\r\n',
      ' https://gateway.example/send',
      'https:\\\\gateway.example\\send',
      'https://',
      `https://gateway.example/${'a'.repeat(3000)}`,
      new URL(ENDPOINT),
    ])('refuses %j', (endpoint) => {
      expect(problemsOf({ endpoint })).toEqual(['endpoint']);
    });

    it.each([
      'https://user@gateway.example/send',
      'https://user:password@gateway.example/send',
      'https://:password@gateway.example/send',
      'https://gateway.example/send#top',
      'https://gateway.example/send#',
    ])('refuses credentials and fragments: %s', (endpoint) => {
      expect(problemsOf({ endpoint })).toEqual(['endpoint']);
    });

    it('takes plain http to another machine only when told so in words', () => {
      const endpoint = 'http://gateway.example/send';
      expect(problemsOf({ endpoint, plainHttp: 'loopback-only' })).toEqual(['endpoint']);
      expect(problemsOf({ endpoint, plainHttp: 'any-host' })).toEqual([]);
    });

    it.each([
      { endpoint: `${ENDPOINT}?phone=1` },
      { endpoint: `${ENDPOINT}?%70hone=1` },
      { endpoint: `${ENDPOINT}?route=4&message` },
      { endpoint: `${ENDPOINT}?username=x`, username: 'someone' },
      { endpoint: `${ENDPOINT}?to=1`, parameterNames: { to: 'to' } },
      { endpoint: `${ENDPOINT}?from=1`, parameters: { from: 'Acme' } },
    ])('refuses a query that names a parameter of ours: %j', (options) => {
      expect(problemsOf(options)).toEqual(['endpoint']);
    });

    it('keeps a query of other names, credentials that the gateway wants there included', () => {
      expect(problemsOf({ endpoint: `${ENDPOINT}?route=4&username=someone` })).toEqual([]);
    });
  });

  describe('parameters', () => {
    it.each([
      [{ parameterNames: { to: 'x', text: 'x' } }, 'parameterNames'],
      [{ parameterNames: { to: 'password' }, password: 'secret' }, 'parameterNames'],
      [{ parameterNames: { to: '' } }, 'parameterNames.to'],
      [{ parameterNames: { text: 'a\nb' } }, 'parameterNames.text'],
      [{ parameterNames: { text: 7 } }, 'parameterNames.text'],
      [{ parameterNames: { phone: 'to' } }, 'parameterNames.phone'],
      [{ parameterNames: 'to' }, 'parameterNames'],
      [{ parameters: { phone: '+1' } }, 'parameters'],
      [{ parameters: { message: 'x' } }, 'parameters'],
      [{ parameters: { '': 'x' } }, 'parameters'],
      [{ parameters: { from: '\udc00' } }, 'parameters.from'],
      [{ parameters: ['from'] }, 'parameters'],
      [{ username: 7 }, 'username'],
      [{ password: null }, 'password'],
    ])('refuses %j', (options, option) => {
      expect(problemsOf({ endpoint: ENDPOINT, ...options })).toEqual([option]);
    });

    it('refuses a body format for a request that has no body', () => {
      expect(problemsOf({ endpoint: ENDPOINT, bodyFormat: 'json' })).toEqual(['bodyFormat']);
      expect(problemsOf({ endpoint: ENDPOINT, bodyFormat: 'json', method: 'POST' })).toEqual([]);
    });
  });

  describe('headers', () => {
    it.each([
      [{ headers: { 'X-A': 'b\r\nX-C: d' } }, 'headers.X-A'],
      [{ headers: { 'X-A': 'b\0' } }, 'headers.X-A'],
      [{ headers: { 'X-A': 'naïve' } }, 'headers.X-A'],
      [{ headers: { 'X-A': ' b' } }, 'headers.X-A'],
      [{ headers: { 'X-A': 7 } }, 'headers.X-A'],
      [{ headers: { 'X A': 'b' } }, 'headers'],
      [{ headers: { 'X-A\r\nX-B': 'b' } }, 'headers'],
      [{ headers: { '': 'b' } }, 'headers'],
      [{ headers: { Host: 'evil.example' } }, 'headers.Host'],
      [{ headers: { 'Content-Length': '0' } }, 'headers.Content-Length'],
      [{ headers: { 'transfer-encoding': 'chunked' } }, 'headers.transfer-encoding'],
      [{ headers: JSON.parse('{"__proto__": "x"}') }, 'headers.__proto__'],
      [{ headers: { 'X-A': 'b', 'x-a': 'c' } }, 'headers'],
      [{ headers: { 'x-api-key': 'b' }, apiKey: 'key' }, 'headers'],
      [{ headers: 'X-A: b' }, 'headers'],
      [{ apiKey: '' }, 'apiKey'],
      [{ apiKey: 'schlüssel' }, 'apiKey'],
      [{ apiKey: 7 }, 'apiKey'],
      [{ apiKeyHeader: 'X API Key' }, 'apiKeyHeader'],
      [{ apiKeyHeader: 'Host', apiKey: 'key' }, 'apiKeyHeader'],
    ])('refuses %j', (options, option) => {
      expect(problemsOf({ endpoint: ENDPOINT, ...options })).toEqual([option]);
    });
  });

  it.each([0, -1, 1.5, 60_001, Number.NaN, Number.POSITIVE_INFINITY, '1000', null])(
    'refuses %j milliseconds',
    (timeoutMs) => {
      expect(problemsOf({ endpoint: ENDPOINT, timeoutMs })).toEqual(['timeoutMs']);
    },
  );

  it.each([0, 1_048_577, Number.NaN, '64k'])('refuses %j bytes', (maxAnswerBytes) => {
    expect(problemsOf({ endpoint: ENDPOINT, maxAnswerBytes })).toEqual(['maxAnswerBytes']);
  });

  it.each(['', 'A', 'two words', '-x', 'x'.repeat(65), 7])('refuses %j as a provider id', (providerId) => {
    expect(problemsOf({ endpoint: ENDPOINT, providerId })).toEqual(['providerId']);
  });
});
