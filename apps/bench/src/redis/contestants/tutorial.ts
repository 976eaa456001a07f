/**
 * What tutorials show: the code as it is under the number, with an expiry, and a counter of requests in front. Each
 * command is waited for. Nothing counts guesses, and two that arrive together both succeed.
 */
import { randomInt } from 'node:crypto';
import type { Redis } from 'ioredis';
import { createPhoneNumbers } from '../../memory/contestants/phone-numbers.ts';
import type { Contestant } from '../../stores/contestant.ts';

const LIFE_SECONDS = 300;
const MOST_REQUESTS = 5;
const HOUR_SECONDS = 3600;

export function createTutorial(client: Redis): Contestant {
  const nextNumber = createPhoneNumbers();

  async function request(number: string): Promise<string> {
    const requests = await client.incr(`otp:count:${number}`);
    if (requests === 1) await client.expire(`otp:count:${number}`, HOUR_SECONDS);
    if (requests > MOST_REQUESTS) throw new Error('Too many requests.');
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await client.set(`otp:code:${number}`, code, 'EX', LIFE_SECONDS);
    return code;
  }

  async function verify(number: string, code: string): Promise<void> {
    if ((await client.get(`otp:code:${number}`)) !== code) throw new Error('The code is wrong.');
    await client.del(`otp:code:${number}`);
  }

  return {
    name: "the tutorial's",
    async cycle() {
      const number = nextNumber();
      await verify(number, await request(number));
    },
  };
}
