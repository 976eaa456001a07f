import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { describe, expect, it } from 'vitest';
import { createRedisCodeStore, createRedisRateLimiter } from './index.ts';

const client = new Redis({ lazyConnect: true });

describe.each([
  ['createRedisCodeStore', createRedisCodeStore],
  ['createRedisRateLimiter', createRedisRateLimiter],
] as const)('%s', (name, create) => {
  it.each([
    [undefined, ['options', 'client']],
    [{}, ['client']],
    [{ client, url: 'redis://a' }, ['client']],
    [{ client: {} }, ['client']],
    [{ client: 'redis://a' }, ['client']],
    [{ client, library: 'redis' }, ['library']],
    [{ url: 'redis://a', library: 'memcached' }, ['library']],
    [
      { url: 'redis://a', prefix: '{otp}:', commandTimeoutMs: 0, onWarning: 1, typo: 1 },
      ['typo', 'prefix', 'commandTimeoutMs', 'onWarning'],
    ],
    [{ client, prefix: '' }, ['prefix']],
    [{ client, prefix: 'a b' }, ['prefix']],
  ])('refuses %o, naming every option that is wrong', (options, wrong) => {
    const problems = wrong.map((option) => expect.objectContaining({ option }));
    expect(() => create(options as never)).toThrow(expect.objectContaining({ code: 'OTP_CONFIGURATION', problems }));
    expect(() => create(options as never)).toThrow(new RegExp(`^${name}: `));
  });

  it('takes clients of both libraries, and connects neither', () => {
    for (const each of [client, createClient()]) expect(create({ client: each }).specificationVersion).toBe('v1');
    expect(client.status).toBe('wait');
  });
});
