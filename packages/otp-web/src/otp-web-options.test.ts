import { OtpConfigurationError } from '@countersign/otp-core';
import { describe, expect, it } from 'vitest';
import { createScriptedEngine } from './test-support/scripted-engine.ts';
import { createOtpRouter } from './express/index.ts';
import { createOtpHandler } from './index.ts';

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
])('%s, options', (name, create) => {
  it('takes every option it documents', () => {
    const options = {
      engine,
      basePath: '/a/b-c_1.2',
      purposes: ['sign-in'],
      tenant: () => undefined,
      client: () => ({}),
      session: () => undefined,
      resolveNumber: (phoneNumber: string) => phoneNumber,
      answerAfterMs: 60_000,
      onVerified: () => undefined,
      onError: () => undefined,
      bodyTimeoutMs: 1,
      clock: { now: () => 0 },
    };
    expect(problemsOf(create, options)).toEqual([]);
  });

  it('names all that is wrong at once', () => {
    const options = {
      engine: { request: () => undefined },
      basePath: 'otp/',
      purposes: [],
      tenant: 'a',
      client: null,
      session: 1,
      resolveNumber: {},
      answerAfterMs: 0,
      onVerified: 'x',
      onError: [],
      bodyTimeoutMs: 1.5,
      clock: {},
      base_path: '/otp',
    };
    expect(problemsOf(create, options)).toEqual(Object.keys(options).sort());
    expect(() => create(options as never)).toThrow(name);
  });

  it.each([undefined, null, 'engine', [], {}])('refuses %j for options', (options) => {
    expect(problemsOf(create, options)).toHaveLength(1);
  });

  it.each(['otp', '/', '/otp/', '//otp', '/otp?a', '/otp#a', '/o tp', 7, null])(
    'refuses the base path %j',
    (basePath) => {
      expect(problemsOf(create, { engine, basePath })).toEqual(['basePath']);
    },
  );

  it.each([[['']], [['a b']], [['x'.repeat(65)]], [[1]], ['default'], [null]])(
    'refuses the purposes %j',
    (purposes) => {
      expect(problemsOf(create, { engine, purposes })).toEqual(['purposes']);
    },
  );

  it.each([0, -1, 1.5, '5', null, Number.NaN, Number.POSITIVE_INFINITY, 300_001])('refuses to wait %s ms', (time) => {
    expect(problemsOf(create, { engine, bodyTimeoutMs: time, answerAfterMs: time })).toEqual([
      'answerAfterMs',
      'bodyTimeoutMs',
    ]);
  });
});
