/** Makes one command go out once, unlogged and watched, whatever client sends it. */
import type { WatchedExchange } from './watched-exchange.ts';

/** As much of a command's middleware as is needed here; the SDK's own types are generic over every input. */
interface MiddlewareStack {
  add(middleware: Middleware, options: object): void;
}
type Middleware = (next: Handler) => Handler;
type Handler = (request: object) => Promise<{ readonly response: unknown }>;

/**
 * A client's retries are set when it is made, and a second attempt would be a second message. A command has middleware
 * of its own, though, which takes the place of the client's of the same name.
 */
export function watchCommand(command: { readonly middlewareStack: unknown }, exchange: WatchedExchange): void {
  const stack = command.middlewareStack as MiddlewareStack;
  stack.add((next) => next, { name: 'retryMiddleware', step: 'finalizeRequest', priority: 'high', override: true });
  // That of the SDK would log the text, which AWS does not count among the things to hide.
  const begin: Middleware = (next) => async (request) => {
    exchange.progress = 'begun';
    return await next(request);
  };
  stack.add(begin, { name: 'loggerMiddleware', step: 'initialize', priority: 'normal', override: true });
  stack.add(createWatcher(exchange), { name: 'countersignWatcher', step: 'deserialize', priority: 'low' });
}

/** The last before the transport. */
function createWatcher(exchange: WatchedExchange): Middleware {
  return (next) => async (request) => {
    exchange.progress = 'handed-over';
    const result = await next(request);
    const { statusCode, headers } = Object(result.response) as { statusCode?: unknown; headers?: unknown };
    if (typeof statusCode === 'number') exchange.statusCode = statusCode;
    // Copied: the SDK goes on to change them.
    exchange.headers = { ...(headers as Record<string, string>) };
    return result;
  };
}
