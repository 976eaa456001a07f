/** Before the first test: tarballs of all packages, and a Redis where there is none. */
import { exclusively } from '../../scripts/exclusively.mjs';
import { packAll } from '../../scripts/pack-all.mjs';
import { provisionRedis } from '../../scripts/provision.mjs';

export default async function packPackages(): Promise<void> {
  await exclusively(packAll);
  process.env.COUNTERSIGN_REDIS_SERVER = await provisionRedis();
}
