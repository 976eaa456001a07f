/** Which Redis or Valkey the tests start. `npm test` finds or provides one and says so in the environment. */
import { findProgram } from './find-program.ts';

export function redisProgram(): string {
  const given = process.env.COUNTERSIGN_REDIS_SERVER ?? '';
  const program = given === '' ? (findProgram('redis-server') ?? findProgram('valkey-server')) : given;
  if (program !== undefined) return program;
  throw new Error('There is no redis-server or valkey-server on the PATH. `npm test` provides one where it can.');
}
