/** For runtimes that serve `default.fetch` and keep it: `deno serve`, Bun, Vercel. Settings come from the environment. */
import { createHandler } from './handler.ts';

const handler = createHandler(() => process.env);

export default { fetch: (request: Request) => handler.fetch(request) };
