/** Serves a module that a platform would: one that exports an app (`default.fetch`) or functions by method, as Next has them. */
import { pathToFileURL } from 'node:url';
import { serve } from '@hono/node-server';

type Fetch = (request: Request, context?: object) => Promise<Response>;

const module: Readonly<Record<string, Fetch>> & { readonly default?: { readonly fetch: Fetch } } = await import(
  pathToFileURL(process.argv[2] ?? '').href
);
const fetch: Fetch = async (request) => {
  const answer = module.default?.fetch ?? module[request.method];
  return (await answer?.(request, { params: Promise.resolve({}) })) ?? new Response(null, { status: 405 });
};
serve({ fetch, port: 3000 });
