import { OptionProblems, OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { readRedisUrl } from './redis-url.ts';

function read(url: unknown) {
  const problems = new OptionProblems('test');
  const address = readRedisUrl('url', url, problems);
  problems.throwIfAny();
  return address;
}

describe('readRedisUrl', () => {
  it.each([
    ['redis://localhost', { kind: 'single', hosts: [{ host: 'localhost', port: 6379 }], isTls: false, database: 0 }],
    [
      'redis://:p%40ss@h:7000/2',
      { username: undefined, password: 'p@ss', database: 2, hosts: [{ host: 'h', port: 7000 }] },
    ],
    ['rediss://user:secret@h', { isTls: true, username: 'user', password: 'secret' }],
    ['redis://[::1]:6380', { hosts: [{ host: '::1', port: 6380 }] }],
    [
      'redis+cluster://a:1,b:2,c',
      {
        kind: 'cluster',
        hosts: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
          { host: 'c', port: 6379 },
        ],
      },
    ],
    ['redis+cluster://a?tls=true', { kind: 'cluster', isTls: true }],
    [
      'redis+sentinel://a,b:26380/main',
      {
        kind: 'sentinel',
        masterName: 'main',
        hosts: [
          { host: 'a', port: 26379 },
          { host: 'b', port: 26380 },
        ],
      },
    ],
    ['redis+sentinel://a/main/4', { masterName: 'main', database: 4 }],
  ])('reads %s', (url, address) => {
    expect(read(url)).toMatchObject(address);
  });

  it.each([
    undefined,
    7,
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://a:0',
    'redis://a:99999',
    'redis://a:b',
    'redis://a,b',
    'redis://a/x',
    'redis://a/0/1',
    'redis://a?tls=1',
    'redis://a?db=1',
    'redis://%zz:p@a',
    'redis+cluster://a,,b',
    'redis+cluster://a/1',
    'redis+sentinel://a',
  ])('refuses %s', (url) => {
    expect(() => read(url)).toThrow(OtpConfigurationError);
  });

  it('repeats nothing of an address that it refuses', () => {
    expect(() => read('redis://user:hunter2@a:b')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
