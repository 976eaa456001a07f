import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';
import { buildGatewayRequest } from './request/build-request.ts';
import { resolveHttpGatewayOptions } from './resolve-http-gateway-options.ts';

const MESSAGE = { to: '+39123456789', text: 'hello' };
const VONAGE = { preset: 'vonage-sms', username: 'abcd1234', password: 'secret', from: 'Acme' } as const;

function problemsOf(options: unknown): string[] {
  try {
    createHttpGatewaySmsSender(options as HttpGatewaySmsSenderOptions);
    return [];
  } catch (error) {
    if (!(error instanceof OtpConfigurationError)) throw error;
    return error.problems.map((problem) => problem.option);
  }
}

function build(options: HttpGatewaySmsSenderOptions) {
  return buildGatewayRequest(resolveHttpGatewayOptions(options), MESSAGE);
}

describe('applyPreset', () => {
  it.each(['nexmo', '', 7, null, '__proto__', 'constructor', ['kannel'], 'Kannel'])(
    'refuses %j for a name',
    (preset) => {
      expect(problemsOf({ preset, endpoint: 'https://gateway.example/send' })).toEqual(['preset']);
    },
  );

  it('names all that a preset needs and does not have', () => {
    expect(problemsOf({ preset: 'vonage-sms' }).sort()).toEqual(['from', 'password', 'username']);
    expect(problemsOf({ preset: 'kannel' }).sort()).toEqual(['endpoint', 'password', 'username']);
    expect(problemsOf({ preset: 'clickatell-http', username: 'u', password: 'p' })).toEqual(['parameters.api_id']);
    expect(
      problemsOf({ preset: 'budgetsms', username: 'u', password: 'p', from: 'Acme', parameters: { x: 'y' } }),
    ).toEqual(['parameters.userid']);
    expect(problemsOf({ preset: 'bulksms-json' }).sort()).toContain('username');
    expect(problemsOf({ preset: 'smsapi' })).toContain('apiKey');
  });

  it('takes for given what stands in the query of the endpoint, and says nothing twice', () => {
    const endpoint = 'https://playsms.example/index.php?app=ws&op=pv&u=me&h=token';
    expect(build({ preset: 'playsms-ws', endpoint, method: 'GET' })?.url).toBe(
      `${endpoint}&to=%2B39123456789&msg=hello`,
    );
  });

  it('names the provider by the preset, unless told otherwise', () => {
    expect(createHttpGatewaySmsSender(VONAGE).providerId).toBe('vonage-sms');
    expect(createHttpGatewaySmsSender({ ...VONAGE, providerId: 'second' }).providerId).toBe('second');
  });

  it('lets an option override its part and leaves the others', () => {
    const request = build({
      ...VONAGE,
      endpoint: 'https://proxy.example/sms',
      method: 'GET',
      phoneFormat: '00-prefix',
      parameterNames: { text: 'body' },
      parameters: { ttl: '600000' },
    });
    expect(request).toMatchObject({
      method: 'GET',
      url: 'https://proxy.example/sms?api_key=abcd1234&api_secret=secret&to=0039123456789&body=hello&from=Acme&ttl=600000',
    });
  });

  it('overrides a parameter of the same name only', () => {
    const request = build({ preset: 'msg91', apiKey: 'key', from: 'Acme', parameters: { route: '1' } });
    expect(request?.url).toContain('&route=1&country=0&response=json');
  });

  it('takes an option that is undefined for left out', () => {
    const options = { ...VONAGE, endpoint: undefined, method: undefined, parameters: undefined };
    expect(build(options as unknown as HttpGatewaySmsSenderOptions)?.url).toBe('https://rest.nexmo.com/sms/json');
  });

  it('refuses options that make no sense all the same', () => {
    expect(problemsOf({ ...VONAGE, parameters: 7 })).toEqual(['parameters']);
    expect(problemsOf({ ...VONAGE, parameterNames: 'to' })).toEqual(['parameterNames']);
    expect(problemsOf({ ...VONAGE, parameters: { to: '+1' } })).toEqual(['parameters']);
    expect(problemsOf({ ...VONAGE, success: () => 'accepted' })).toEqual(['success']);
  });

  it('gives every sender what is its own', () => {
    const before = build(VONAGE);
    createHttpGatewaySmsSender({ ...VONAGE, parameters: { ttl: '600000' }, parameterNames: { to: 'msisdn' } });
    expect(build(VONAGE)).toEqual(before);
  });
});
