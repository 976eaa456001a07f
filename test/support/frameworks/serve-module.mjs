/** Serves a module that a platform would: one that exports an app (`default.fetch`) or functions by method, as Next has them. */
import { pathToFileURL } from 'node:url';
import { serve } from '@hono/node-server';

const module = await import(pathToFileURL(process.argv[2]).href);
const fetch = module.default?.fetch ?? ((request) => module[request.method](request, { params: Promise.resolve({}) }));
serve({ fetch, port: 3000 });
