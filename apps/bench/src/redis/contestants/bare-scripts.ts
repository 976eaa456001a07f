/**
 * The least that two atomic steps on a counter can take: two EVALSHA, each an INCR and a PEXPIRE, on one key. A key of
 * its own each cycle, as no store of numbers can do with less.
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Contestant } from '../../stores/contestant.ts';

const SCRIPT = `
local count = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return count
`;
const LIFE_MS = '300000';

export async function createBareScripts(client: Redis): Promise<Contestant> {
  const sha = createHash('sha1').update(SCRIPT).digest('hex');
  if ((await client.script('LOAD', SCRIPT)) !== sha) throw new Error('The server names scripts otherwise.');
  let cycles = 0;

  async function count(key: string, expected: number): Promise<void> {
    const counted = await client.evalsha(sha, 1, key, LIFE_MS);
    if (counted !== expected) throw new Error(`Counted to ${String(counted)} instead of ${expected}.`);
  }

  return {
    name: 'two bare scripts',
    async cycle() {
      cycles += 1;
      const key = `bare:${cycles}`;
      await count(key, 1);
      await count(key, 2);
    },
  };
}
