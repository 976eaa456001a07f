/** Starts servers, says which, and then waits to be killed: nothing of them may be left. */

import { serveWorker } from '../serve-worker.ts';
import { startPostgres } from '../start-postgres.ts';
import { startRedis } from '../start-redis.ts';

serveWorker(async (_message: 'start') => {
  const redis = await startRedis();
  const [, folder] = await redis.admin.config('GET', 'dir');
  const postgres = await startPostgres();
  return { ports: [redis.port, postgres.port], folders: [folder, postgres.dataFolder] };
});
