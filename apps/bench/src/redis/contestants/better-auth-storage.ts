/** better-auth's documented storage in Redis, command for command what `@better-auth/redis-storage` 1.7.5 sends. */
import type { BetterAuthOptions } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import type { Redis } from 'ioredis';
import type { BetterAuthPlace } from '../../stores/better-auth.ts';

const PREFIX = 'better-auth:';
const COUNT_SCRIPT = `
local value = redis.call("INCR", KEYS[1])
if value == 1 then
  redis.call("EXPIRE", KEYS[1], ARGV[1])
end
return value
`;

/** Codes in Redis. The users stay in memory, where reading them costs next to nothing. */
export function betterAuthInRedis(client: Redis): BetterAuthPlace {
  return {
    tables: 'none',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    secondaryStorage: storageIn(client),
  };
}

function storageIn(client: Redis): NonNullable<BetterAuthOptions['secondaryStorage']> {
  return {
    get: (key) => client.get(`${PREFIX}${key}`),
    getAndDelete: (key) => client.call('GETDEL', `${PREFIX}${key}`),
    increment: async (key, ttl) => Number(await client.eval(COUNT_SCRIPT, 1, `${PREFIX}${key}`, ttl)),
    async set(key, value, ttl) {
      if (ttl !== undefined && ttl > 0) await client.setex(`${PREFIX}${key}`, ttl, value);
      else await client.set(`${PREFIX}${key}`, value);
    },
    async delete(key) {
      await client.del(`${PREFIX}${key}`);
    },
  };
}
