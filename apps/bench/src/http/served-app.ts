/** The process of one contestant: serves its app on one port, and on another tells the processor time it has taken. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createOtpEngine, type OtpEngine } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createRedisCodeStore } from '@countersign/otp-redis';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { Redis } from 'ioredis';
import { betterAuthInRedis } from '../redis/contestants/better-auth-storage.ts';
import { createAuth } from '../stores/better-auth.ts';
import type { Contestant } from './contestant.ts';
import type { RouteWork } from './route-work.ts';
import { serveExpress } from './serve-express.ts';
import { serveHono } from './serve-hono.ts';

export interface AppSettings extends Contestant {
  readonly port: number;
  /** Answers every request with `process.cpuUsage()`. */
  readonly usagePort: number;
  readonly redisPort: number;
}

const settings = JSON.parse(process.argv[2] ?? '') as AppSettings;

function createEngine(): OtpEngine {
  return createOtpEngine({
    provider: {
      specificationVersion: 'v1',
      kind: 'sms-sender',
      providerId: 'bench',
      send: async () => ({ status: 'accepted', messageId: null }),
    },
    store:
      settings.store === 'redis'
        ? createRedisCodeStore({ client: connect() })
        : createMemoryCodeStore({ maxNumbers: 10_000_000 }),
    // One of its own each: engines on one Redis do not meet at the same numbers.
    secret: randomBytes(32).toString('hex'),
  });
}

function connect(): Redis {
  return new Redis({ host: '127.0.0.1', port: settings.redisPort });
}

function createWork(): RouteWork {
  switch (settings.route) {
    case 'bare':
      return { route: 'bare' };
    case 'hand-written':
    case 'countersign':
      return { route: settings.route, engine: createEngine() };
    case 'better-auth': {
      const place =
        settings.store === 'redis'
          ? betterAuthInRedis(connect())
          : { database: memoryAdapter({ user: [], session: [], account: [], verification: [] }) };
      return { route: 'better-auth', auth: createAuth(place, () => undefined) };
    }
  }
}

const serve = settings.framework === 'hono' ? serveHono : serveExpress;
await serve(createWork(), settings.port);
createServer((_request, response) => response.end(JSON.stringify(process.cpuUsage()))).listen(
  settings.usagePort,
  '127.0.0.1',
  () => console.log('Serving'),
);
