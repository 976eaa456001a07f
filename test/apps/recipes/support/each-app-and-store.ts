/** The tests of a recipe, against both apps, over every kind of store. */
import { randomUUID } from 'node:crypto';
import { startPostgres } from '@countersign/test-servers/postgres';
import { startRedis } from '@countersign/test-servers/redis';
import { afterAll, beforeAll, describe } from 'vitest';
import { APPS } from '../../example-app.ts';
import { type Environment, type RecipeApp, startRecipeApp } from './recipe-app.ts';

interface Place {
  readonly url: string;
  stop(): Promise<void>;
}

const STORES: ReadonlyArray<readonly [name: string, start: () => Promise<Place>]> = [
  ['memory', async () => ({ url: 'memory:', stop: async () => {} })],
  ['Redis', startRedis],
  ['PostgreSQL', startPostgres],
];

/** With PostgreSQL, users are kept there as well; otherwise in PGlite. */
export function eachAppAndStore(define: (app: () => RecipeApp) => void, settings: Environment = {}): void {
  describe.each(STORES)('over %s', (_store, start) => {
    let place: Place;
    beforeAll(async () => {
      place = await start();
    }, 60_000);
    afterAll(async () => place?.stop());

    describe.each(APPS)('apps/%s', (name) => {
      let app: RecipeApp;
      beforeAll(async () => {
        app = await startRecipeApp(name, {
          OTP_STORE: place.url,
          // Both apps are on one server: each with limits of its own.
          OTP_SECRET: `a-secret-of-this-app-alone-${randomUUID()}`,
          ...(place.url.startsWith('postgres') ? { DATABASE_URL: place.url } : {}),
          ...settings,
        });
      }, 60_000);
      afterAll(async () => app?.close());

      define(() => app);
    });
  });
}

let last = 0;

/** A number that no other test of this file has, in a range of its own: ranges are limited as well. */
export function newNumber(): string {
  last += 1;
  return `+1415${String(2_000_000 + last * 1_000 + 123).padStart(7, '0')}`;
}

/** A code of the right form that is not this one. */
export function wrongCode(code: string): string {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}
