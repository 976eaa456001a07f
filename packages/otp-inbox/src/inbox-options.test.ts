import { afterEach, describe, expect, it, vi } from 'vitest';
import { createInbox } from './create-inbox.ts';
import { InboxConfigurationError, InboxError } from './errors/inbox-error.ts';
import type { InboxOptions } from './inbox-options.ts';

function catchError(options: unknown): unknown {
  try {
    createInbox(options as InboxOptions);
  } catch (error) {
    return error;
  }
  return null;
}

afterEach(() => vi.unstubAllEnvs());

describe('InboxOptions', () => {
  it('names every problem at once', () => {
    const error = catchError({ port: -1, host: 'http://x', maxMessages: 0, token: 'short', prot: 1 });
    expect(error).toBeInstanceOf(InboxConfigurationError);
    const { problems, code } = error as InboxConfigurationError;
    expect(problems.map(({ option }) => option).sort()).toEqual(['host', 'maxMessages', 'port', 'prot', 'token']);
    expect(code).toBe('INBOX_CONFIGURATION');
  });

  it.each([
    ['port', [1.5, 65_536, '4025', Number.NaN, null, {}]],
    ['host', ['', '127.0.0.1:80', '[::1]', 'a b', 5, null, 'x'.repeat(300), '\0']],
    ['maxMessages', [0, 10_001, '5', null]],
    ['token', ['', 'x'.repeat(15), 'x'.repeat(257), 'a secret with spaces', 'ünïcödé-tökèn-long', 5, null]],
  ])('refuses a wrong %s', (option, values) => {
    for (const value of values) {
      const error = catchError({ [option]: value });
      expect((error as InboxConfigurationError).problems.map((problem) => problem.option)).toEqual([option]);
    }
  });

  const NO_HOSTS = [
    ...['', '.', ' ', 'a b', 'a\nb', 'app.example:80', '[::1]:80', ':80', '1:2', ':::', '::g', '[::1', '::1]'],
    ...['http://app.example', 'app.example/path', 'user@app.example', 'app.example?a', 'app.example#a', 'app\\example'],
    ...['a%20b', 'a'.repeat(254), '256.256.256.256', '*.example', 5, null, undefined, {}],
  ];
  const HOSTS = [
    'app.example',
    'App.Example.',
    'my_app',
    '10.0.0.1',
    '::1',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    'bücher.example',
  ];

  it.each(['receiptHosts', 'hookHosts'])('takes names and addresses as %s, and nothing beside them', (option) => {
    expect(catchError({ [option]: HOSTS })).toBeNull();
    for (const host of [...NO_HOSTS.map((each) => [each]), 'app.example', {}, null]) {
      expect(catchError({ [option]: host }), JSON.stringify(host)).toMatchObject({ problems: [{ option }] });
    }
  });

  it.each([[null], [[]], ['x'], [5]])('refuses %j instead of options', (options) => {
    expect(catchError(options)).toMatchObject({ code: 'INBOX_CONFIGURATION' });
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.com', '127.1', 'localhost.example'])(
    'refuses the open host %s without a token',
    (host) => {
      expect(catchError({ host })).toMatchObject({ problems: [{ option: 'host' }] });
      expect(catchError({ host, token: 'x'.repeat(16) })).toBeNull();
    },
  );

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('takes the loopback host %s without a token', (host) => {
    expect(catchError({ host })).toBeNull();
  });

  it.each(['production', 'Production', ' production '])('refuses NODE_ENV=%j whatever the options', (environment) => {
    vi.stubEnv('NODE_ENV', environment);
    for (const options of [{}, { token: 'x'.repeat(32) }, { port: -1 }]) {
      const error = catchError(options);
      expect(InboxError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ code: 'INBOX_PRODUCTION' });
    }
  });

  it('never shows the token', () => {
    const error = catchError({ token: 'hush hush hush hush', port: -1 });
    expect(String(error) + JSON.stringify(error)).not.toContain('hush');
  });
});

describe('InboxError', () => {
  it('is told from other errors across copies of the package', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('countersign.inbox-error')]: true });
    expect([foreign, new Error('x'), null, 'x'].map((value) => InboxError.isInstance(value))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
