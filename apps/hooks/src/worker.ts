/** For Cloudflare Workers, which may not share a connection between requests: opened for each, and closed behind it. */
import { createHandler } from './handler.ts';

interface WorkerContext {
  waitUntil(work: Promise<unknown>): void;
}

export default {
  async fetch(request: Request, settings: Record<string, string>, context: WorkerContext): Promise<Response> {
    const handler = createHandler(() => ({ ...process.env, ...settings }));
    const response = await handler.fetch(request);
    context.waitUntil(handler.close());
    return response;
  },
};
