/** For whoever keeps the app running: it is alive, and it can do its work. */
import { Router } from 'express';
import type { Recipes } from '../../shared/open-recipes.ts';

export function health(recipes: Recipes): Router {
  const router = Router();
  router.get('/health', async (_request, response) => {
    const database = (await recipes.isDatabaseReachable()) ? 'up' : 'down';
    response.set('Cache-Control', 'no-store').json({ status: 'ok', database });
  });
  router.get('/ready', async (_request, response) => {
    const { isReady, ...parts } = await recipes.readiness();
    response
      .set('Cache-Control', 'no-store')
      .status(isReady ? 200 : 503)
      .json(parts);
  });
  return router;
}
