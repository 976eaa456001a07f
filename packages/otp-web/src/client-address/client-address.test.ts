import { OtpConfigurationError } from '@countersign/otp-core';
import { describe, expect, it, vi } from 'vitest';
import {
  createOtpHandler,
  fromBun,
  fromDeno,
  fromForwardedFor,
  fromHeader,
  fromHonoConnInfo,
  fromSocket,
  type OtpHandlerOptions,
} from '../index.ts';
import { post, readProblem } from '../test-support/http.ts';
import { CHALLENGE, CODE, createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';

/** The client that reaches the engine. */
async function clientFor<Connection>(
  options: Omit<OtpHandlerOptions<Connection>, 'engine'>,
  headers: Record<string, string> = {},
  connection?: Connection,
) {
  const engine = createScriptedEngine();
  const handler = createOtpHandler<Connection>({ onError() {}, ...options, engine });
  const response = await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }, headers), connection);
  expect(response.status).toBe(202);
  return engine.requests[0]?.client;
}

/** What comes of a mistake in mounting: a 500, and the words for the operator. */
async function mistakeOf<Connection>(
  clientAddress: OtpHandlerOptions<Connection>['clientAddress'],
  connection?: Connection,
): Promise<string> {
  const engine = createScriptedEngine();
  const onError = vi.fn();
  const handler = createOtpHandler<Connection>({ engine, clientAddress, onError });
  const response = await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }), connection);
  expect(await readProblem(response)).toMatchObject({ status: 500, code: 'internal-error' });
  expect(engine.requests).toEqual([]);
  expect(onError).toHaveBeenCalledTimes(1);
  return String(onError.mock.calls[0]?.[0]);
}

describe('clientAddress', () => {
  it('is read for requests, resends and checks', async () => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ engine, clientAddress: fromHeader('CF-Connecting-IP') });
    const address = { 'cf-connecting-ip': '198.51.100.7' };
    await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }, address));
    await handler(post('/verifications/resend', { challenge: CHALLENGE }, address));
    await handler(post('/verifications/check', { challenge: CHALLENGE, code: CODE }, address));
    for (const [input] of [engine.requests, engine.resends, engine.verifications]) {
      expect(input?.client).toEqual({ ip: '198.51.100.7' });
    }
  });

  it('is left out where that was said on purpose', async () => {
    expect(await clientFor({ clientAddress: 'none' })).toEqual({});
    expect(await clientFor({ clientAddress: 'none', client: () => ({ known: true }) })).toEqual({ known: true });
  });

  it.each([undefined, null, '', '  ', 7, {}])('counts all clients together whose address is %j', async (address) => {
    expect(await clientFor({ clientAddress: () => address as undefined })).toEqual({ ip: 'unknown' });
  });

  it('tells the operator once that there was none', async () => {
    const onError = vi.fn();
    const handler = createOtpHandler({ engine: createScriptedEngine(), clientAddress: () => undefined, onError });
    for (let call = 0; call < 3; call += 1) {
      expect((await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }))).status).toBe(202);
    }
    expect(onError.mock.calls.map(String)).toEqual([expect.stringMatching(/clientAddress found no address/)]);
  });

  it('takes no address from client, by its type', () => {
    const client = () => ({ ip: '198.51.100.7' });
    // @ts-expect-error: an address comes from clientAddress
    expect(() => createOtpHandler({ engine: createScriptedEngine(), clientAddress: 'none', client })).not.toThrow();
  });

  it('takes no address from client, and says so by name', async () => {
    for (const ip of ['198.51.100.7', '', null]) {
      const client = () => ({ known: true, ip }) as unknown as { known: true };
      const onError = vi.fn();
      const engine = createScriptedEngine();
      const handler = createOtpHandler({ engine, clientAddress: 'none', client, onError });
      expect((await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }))).status).toBe(500);
      expect(String(onError.mock.calls[0]?.[0])).toMatch(/client .*ip.*clientAddress/);
      expect(engine.requests).toEqual([]);
    }
  });
});

describe('fromForwardedFor', () => {
  it.each([
    [1, '198.51.100.7', '198.51.100.7'],
    [1, '203.0.113.66, 198.51.100.7', '198.51.100.7'],
    [1, '203.0.113.66,198.51.100.7:40001', '198.51.100.7:40001'],
    [2, '203.0.113.66, 198.51.100.7, 10.0.0.1', '198.51.100.7'],
    [3, '2001:db8::1 ,10.0.0.1,\t10.0.0.2', '2001:db8::1'],
    [2, '198.51.100.7', 'unknown'],
    [1, '198.51.100.7,', 'unknown'],
    [1, '', 'unknown'],
  ])('counts %i proxies from the right of "%s"', async (trustedProxies, header, ip) => {
    const clientAddress = fromForwardedFor({ trustedProxies });
    expect(await clientFor({ clientAddress }, { 'x-forwarded-for': header })).toEqual({ ip });
  });

  it('gives the same address whatever a client writes in front', async () => {
    const clientAddress = fromForwardedFor({ trustedProxies: 1 });
    for (const forged of ['', 'a', '10.0.0.1', ', ,', '"', '1,2,3,4']) {
      const header = { 'x-forwarded-for': `${forged}, 198.51.100.7` };
      expect(await clientFor({ clientAddress }, header)).toEqual({ ip: '198.51.100.7' });
    }
  });

  it('has no address where the header is missing', async () => {
    expect(await clientFor({ clientAddress: fromForwardedFor({ trustedProxies: 1 }) })).toEqual({ ip: 'unknown' });
  });

  it.each([
    undefined,
    {},
    { trustedProxies: 0 },
    { trustedProxies: 1.5 },
    { trustedProxies: '1' },
    { trustedProxies: 17 },
  ])('refuses %j', (options) => {
    expect(() => fromForwardedFor(options as never)).toThrow(OtpConfigurationError);
  });
});

describe('fromHeader', () => {
  it('reads one header, and nothing where there are two of it', async () => {
    const clientAddress = fromHeader('X-Real-IP');
    expect(await clientFor({ clientAddress }, { 'x-real-ip': '198.51.100.7' })).toEqual({ ip: '198.51.100.7' });
    expect(await clientFor({ clientAddress }, { 'x-real-ip': '203.0.113.66, 198.51.100.7' })).toEqual({
      ip: 'unknown',
    });
    expect(await clientFor({ clientAddress }, { 'x-forwarded-for': '203.0.113.66' })).toEqual({ ip: 'unknown' });
  });

  it.each(['', 'two words', 'a:b', 7, undefined, null])('refuses the name %j', (name) => {
    expect(() => fromHeader(name as never)).toThrow(OtpConfigurationError);
  });

  it.each(['X-Forwarded-For', 'Forwarded'])('leads from the list %s to fromForwardedFor', (name) => {
    expect(() => fromHeader(name)).toThrow(/fromForwardedFor/);
  });
});

describe('the readers of connections', () => {
  const incoming = { socket: { remoteAddress: '198.51.100.7' } };

  it('find the address where each runtime has it', async () => {
    expect(await clientFor({ clientAddress: fromSocket() }, {}, { incoming })).toEqual({ ip: '198.51.100.7' });
    expect(await clientFor({ clientAddress: fromSocket() }, {}, { env: { incoming } })).toEqual({ ip: '198.51.100.7' });
    const info = { remoteAddr: { transport: 'tcp', hostname: '198.51.100.8', port: 1 } };
    expect(await clientFor({ clientAddress: fromDeno() }, {}, info)).toEqual({ ip: '198.51.100.8' });
    const server = { requestIP: (request: Request) => ({ address: new URL(request.url).hostname }) };
    expect(await clientFor({ clientAddress: fromBun() }, {}, server)).toEqual({ ip: 'example.test' });
    const getConnInfo = (context: { at: string }) => ({ remote: { address: context.at } });
    expect(await clientFor({ clientAddress: fromHonoConnInfo(getConnInfo) }, {}, { at: '198.51.100.9' })).toEqual({
      ip: '198.51.100.9',
    });
  });

  it('have none for a connection that is gone, or that has none', async () => {
    const gone = { incoming: { socket: {} } };
    expect(await clientFor({ clientAddress: fromSocket() }, {}, gone)).toEqual({ ip: 'unknown' });
    const unix = { remoteAddr: { transport: 'unix', path: '/run/app.sock' } };
    expect(await clientFor({ clientAddress: fromDeno() }, {}, unix)).toEqual({ ip: 'unknown' });
    expect(await clientFor({ clientAddress: fromBun() }, {}, { requestIP: () => null })).toEqual({ ip: 'unknown' });
    const getConnInfo = () => ({ remote: {} });
    expect(await clientFor({ clientAddress: fromHonoConnInfo(getConnInfo) }, {}, {})).toEqual({ ip: 'unknown' });
  });

  it('tell the operator what they need where the handler is not given it', async () => {
    for (const connection of [undefined, null, {}, { params: {} }, 'x']) {
      expect(await mistakeOf<unknown>(fromSocket(), connection)).toMatch(/fromSocket\(\).*second argument/);
      expect(await mistakeOf<unknown>(fromDeno(), connection)).toMatch(/fromDeno\(\).*second argument/);
      expect(await mistakeOf<unknown>(fromBun(), connection)).toMatch(/fromBun\(\).*second argument/);
    }
    const getConnInfo = () => ({ remote: { address: '198.51.100.7' } });
    expect(await mistakeOf(fromHonoConnInfo(getConnInfo))).toMatch(/handler\(context\.req\.raw, context\)/);
    expect(() => fromHonoConnInfo(undefined as never)).toThrow(OtpConfigurationError);
  });
});
