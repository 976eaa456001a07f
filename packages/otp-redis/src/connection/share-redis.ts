/** One connection for two: it ends when both are closed, and each is closed by itself. */
import type { OpenRedis } from './open-redis.ts';
import { createStoreError } from './store-fault.ts';

export function shareRedis(redis: OpenRedis): readonly [OpenRedis, OpenRedis] {
  let users = 2;

  function share(): OpenRedis {
    let isClosed = false;
    return {
      run: (script, key, args, options) =>
        isClosed ? Promise.reject(createStoreError('CLOSED')) : redis.run(script, key, args, options),
      async close() {
        if (isClosed) return;
        isClosed = true;
        users -= 1;
        if (users === 0) await redis.close();
      },
    };
  }

  return [share(), share()];
}
