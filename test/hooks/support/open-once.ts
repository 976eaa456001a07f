/** Opens a once store as an application would. Plain data, so that a worker can be told. */
import type { OnceStore } from '@countersign/otp-core/spec';
import { createPostgresOnceStore } from '@countersign/otp-postgres';
import { createRedisOnceStore } from '@countersign/otp-redis';
import { Redis } from 'ioredis';
import pg from 'pg';

export type OncePlace =
  | { readonly kind: 'redis'; readonly url: string; readonly prefix: string }
  | { readonly kind: 'postgres'; readonly url: string };

export async function openOnce(place: OncePlace): Promise<OnceStore> {
  switch (place.kind) {
    case 'redis': {
      const client = new Redis(place.url);
      client.on('error', () => undefined);
      return createRedisOnceStore({ client, prefix: place.prefix, onWarning: () => undefined });
    }
    case 'postgres': {
      const client = new pg.Pool({ connectionString: place.url, max: 5 });
      client.on('error', () => undefined);
      return createPostgresOnceStore({ client });
    }
  }
}
