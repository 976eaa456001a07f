import { OtpConfigurationError } from '@countersign/otp-core';
import { describe, expect, it } from 'vitest';
import { createOtpRouter } from './express/index.ts';
import { createOtpHandler } from './index.ts';
import { createOtpNodeHandler } from './node/index.ts';
import { createScriptedEngine } from './test-support/scripted-engine.ts';

const engine = createScriptedEngine();

function problemsOf(create: (options: never) => unknown, options: unknown): string[] {
  try {
    create(options as never);
  } catch (error) {
    if (error instanceof OtpConfigurationError) return error.problems.map((problem) => problem.option).sort();
    throw error;
  }
  return [];
}

describe.each([
  ['createOtpHandler', createOtpHandler],
  ['createOtpRouter', createOtpRouter],
  ['createOtpNodeHandler', createOtpNodeHandler],
])('%s, options', (name, create) => {
  it('takes every option it documents', () => {
    const options = {
      engine,
      basePath: '/a/b-c_1.2',
      purposes: ['sign-in'],
      countries: ['DE', '001'],
      clientAddress: () => undefined,
      tenant: () => undefined,
      client: () => ({}),
      session: () => undefined,
      resolveNumber: (phoneNumber: string) => phoneNumber,
      answerAfterMs: 60_000,
      onVerified: () => undefined,
      onError: () => undefined,
      webhooks: undefined,
      cors: { origins: ['https://app.example'], credentials: true, requestHeaders: ['X-Trace'], maxAgeSeconds: 0 },
      bodyTimeoutMs: 1,
      problemTypeBase: 'https://docs.example/problems#',
      clock: { now: () => 0 },
    };
    expect(problemsOf(create, options)).toEqual([]);
  });

  it('names all that is wrong at once', () => {
    const options = {
      engine: { request: () => undefined },
      basePath: 'otp/',
      purposes: [],
      countries: ['de'],
      clientAddress: 'request.ip',
      tenant: 'a',
      client: null,
      session: 1,
      resolveNumber: {},
      answerAfterMs: 0,
      onVerified: 'x',
      onError: [],
      webhooks: 7,
      cors: '*',
      bodyTimeoutMs: 1.5,
      problemTypeBase: '/problems/',
      clock: {},
      base_path: '/otp',
    };
    expect(problemsOf(create, options)).toEqual(Object.keys(options).sort());
    expect(() => create(options as never)).toThrow(name);
  });

  it.each([undefined, null, 'engine', []])('refuses %j for options', (options) => {
    expect(problemsOf(create, options)).toHaveLength(1);
  });

  it('takes neither nothing nor anything but a reader or none for the address', () => {
    expect(problemsOf(create, { clientAddress: 'none' })).toEqual(['engine']);
    for (const clientAddress of ['', 'None', 'socket', {}, [], 1, true, null]) {
      expect(problemsOf(create, { engine, clientAddress })).toEqual(['clientAddress']);
    }
  });

  it.each(['otp', '/', '/otp/', '//otp', '/otp?a', '/otp#a', '/o tp', 7, null])(
    'refuses the base path %j',
    (basePath) => {
      expect(problemsOf(create, { engine, clientAddress: 'none', basePath })).toEqual(['basePath']);
    },
  );

  it.each([
    '',
    'problems',
    'https://docs.example/problems',
    'about:blank',
    'ftp://a/',
    'https:///',
    'urn:x:\n',
    'urn:x',
    7,
    null,
  ])('refuses %j before the codes of problems', (problemTypeBase) => {
    expect(problemsOf(create, { engine, clientAddress: 'none', problemTypeBase })).toEqual(['problemTypeBase']);
  });

  it.each([[['']], [['a b']], [['x'.repeat(65)]], [[1]], ['default'], [null]])(
    'refuses the purposes %j',
    (purposes) => {
      expect(problemsOf(create, { engine, clientAddress: 'none', purposes })).toEqual(['purposes']);
    },
  );

  it.each([[['']], [['de']], [['DEU']], [['1']], [[1]], [[]], ['DE'], [7]])('refuses the countries %j', (countries) => {
    expect(problemsOf(create, { engine, clientAddress: 'none', countries })).toEqual(['countries']);
  });

  it.each([0, -1, 1.5, '5', null, Number.NaN, Number.POSITIVE_INFINITY, 300_001])('refuses to wait %s ms', (time) => {
    expect(problemsOf(create, { engine, clientAddress: 'none', bodyTimeoutMs: time, answerAfterMs: time })).toEqual([
      'answerAfterMs',
      'bodyTimeoutMs',
    ]);
  });
});

describe('clientAddress left out', () => {
  it('is refused by the fetch handler, which names the option and every ready-made reader', () => {
    const create = () => createOtpHandler(Object({ engine }));
    expect(create).toThrow(OtpConfigurationError);
    expect(create).toThrow(/createOtpHandler.*clientAddress/s);
    for (const reader of [
      'fromSocket',
      'fromForwardedFor',
      'fromHeader',
      'fromHonoConnInfo',
      'fromDeno',
      'fromBun',
      "'none'",
    ]) {
      expect(create).toThrow(reader);
    }
  });

  it('is the socket or what the framework says, where there is a socket', () => {
    expect(problemsOf(createOtpRouter, { engine })).toEqual([]);
    expect(problemsOf(createOtpNodeHandler, { engine })).toEqual([]);
  });
});
