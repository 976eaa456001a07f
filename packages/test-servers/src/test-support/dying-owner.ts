/** Starts servers, says which, and then waits to be killed: nothing of them may be left. */

import { startPostgres } from '../postgres.ts';
import { startRedis } from '../redis.ts';
import { serveWorker } from '../serve-worker.ts';

serveWorker(async (_message: 'start') => {
  const redis = await startRedis();
  const [, folder] = await redis.admin.config('GET', 'dir');
  const postgres = await startPostgres();
  return { ports: [redis.port, postgres.port], folders: [folder, postgres.dataFolder] };
});
