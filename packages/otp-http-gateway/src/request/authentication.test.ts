import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import type { HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';
import { resolveHttpGatewayOptions } from '../resolve-http-gateway-options.ts';
import { CREDENTIALS, expectNoSecretIn } from '../test-support/secrets.ts';
import { buildGatewayRequest } from './build-request.ts';

const ENDPOINT = 'https://gateway.example/send';
const { username, password, apiKey } = CREDENTIALS;
const WRITTEN_PASSWORD = encodeURIComponent(password);

function build(options: HttpGatewaySmsSenderOptions) {
  const request = buildGatewayRequest(resolveHttpGatewayOptions({ endpoint: ENDPOINT, ...options }), {
    to: '+39123456789',
    text: 'x',
  });
  return { query: request?.url.slice(ENDPOINT.length + 1), headers: request?.headers };
}

function problemsOf(options: object): string[] {
  try {
    resolveHttpGatewayOptions({ endpoint: ENDPOINT, ...options });
    return [];
  } catch (error) {
    if (!(error instanceof OtpConfigurationError)) throw error;
    expectNoSecretIn(error, error.message, error.problems);
    return error.problems.map((problem) => problem.option);
  }
}

describe('placeCredentials', () => {
  const PARAMETERS = `username=${username}&password=${WRITTEN_PASSWORD}`;
  const MESSAGE = 'phone=%2B39123456789&message=x';
  const BASIC = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

  it.each([
    ['header', `${PARAMETERS}&${MESSAGE}`, { 'X-API-Key': apiKey }],
    ['parameters', `${PARAMETERS}&apikey=${apiKey}&${MESSAGE}`, {}],
    ['bearer', `${PARAMETERS}&${MESSAGE}`, { Authorization: `Bearer ${apiKey}` }],
    ['basic', MESSAGE, { Authorization: BASIC, 'X-API-Key': apiKey }],
  ] as const)('puts credentials where %s says', (authentication, query, headers) => {
    expect(build({ ...CREDENTIALS, authentication })).toEqual({ query, headers });
  });

  it('writes any password into Basic as UTF-8', () => {
    const { headers } = build({ username: 'mé', password: 'p:wörd😀', authentication: 'basic' });
    const encoded = headers?.Authorization?.slice('Basic '.length) ?? '';
    expect(Buffer.from(encoded, 'base64').toString('utf8')).toBe('mé:p:wörd😀');
  });

  it('takes any API key that is a parameter, and only printable ones in a header', () => {
    expect(build({ apiKey: 'schlüssel', authentication: 'parameters' }).query).toContain('apikey=schl%C3%BCssel&');
    expect(problemsOf({ apiKey: 'schlüssel', authentication: 'bearer' })).toEqual(['apiKey']);
    expect(problemsOf({ apiKey: 'a\r\nX-B: c', authentication: 'bearer' })).toEqual(['apiKey']);
    expect(problemsOf({ apiKey: '', authentication: 'parameters' })).toEqual(['apiKey']);
  });

  it.each([
    [{ authentication: 'digest' }, ['authentication']],
    [{ authentication: 'basic' }, ['username', 'password']],
    [{ authentication: 'basic', username, password: 7 }, ['password']],
    [{ authentication: 'basic', username: 'a:b', password }, ['username']],
    [{ authentication: 'bearer' }, ['apiKey']],
    [{ authentication: 'bearer', apiKey, headers: { authorization: 'Bearer x' } }, ['headers']],
    [{ authentication: 'basic', username, password, headers: { AUTHORIZATION: 'x' } }, ['headers']],
    [{ authentication: 'parameters', apiKey, parameters: { apikey: 'x' } }, ['parameters']],
    [{ authentication: 'parameters', apiKey, parameterNames: { apiKey: 'phone' } }, ['parameterNames']],
    [{ from: 'Acme', parameters: { from: 'Other' } }, ['parameters']],
    [{ from: '' }, ['from']],
  ])('refuses %j', (options, expected) => {
    expect(problemsOf(options)).toEqual(expected);
  });
});
