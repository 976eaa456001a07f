/** For whoever keeps the app running: it is alive, and it can do its work. */
import { Hono } from 'hono';
import type { Recipes } from '../../shared/open-recipes.ts';

const NOT_STORED = { 'Cache-Control': 'no-store' };

export function health(recipes: Recipes): Hono {
  const app = new Hono();
  app.get('/health', async (context) => {
    const database = (await recipes.isDatabaseReachable()) ? 'up' : 'down';
    return context.json({ status: 'ok', database }, 200, NOT_STORED);
  });
  app.get('/ready', async (context) => {
    const { isReady, ...parts } = await recipes.readiness();
    return context.json(parts, isReady ? 200 : 503, NOT_STORED);
  });
  return app;
}
