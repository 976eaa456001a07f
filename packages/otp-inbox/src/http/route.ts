/** Which request goes where. */
import { HttpProblem } from './http-problem.ts';
import type { InboxRequest } from './inbox-request.ts';
import type { Reply } from './reply.ts';

/** Values of the `{name}` segments of a route's path. */
export type PathParameters = ReadonlyMap<string, string>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A segment in braces stands for any one segment: `/api/v1/messages/{id}`. */
  readonly path: string;
  handle(request: InboxRequest, pathParameters: PathParameters): Reply | Promise<Reply>;
}

export interface FoundRoute<R extends Route> {
  readonly route: R;
  readonly pathParameters: PathParameters;
}

/** The route for a request; a problem when there is none for its path or its method. */
export function findRoute<R extends Route>(routes: readonly R[], request: InboxRequest): FoundRoute<R> | HttpProblem {
  const otherMethods: string[] = [];
  for (const route of routes) {
    const pathParameters = matchPath(route.path, request.path);
    if (pathParameters === null) continue;
    if (route.method === request.method) return { route, pathParameters };
    otherMethods.push(route.method);
  }
  if (otherMethods.length === 0) return new HttpProblem('not-found', 'There is nothing at this address.');
  const allow = otherMethods.join(', ');
  return new HttpProblem('method-not-allowed', `Allowed here: ${allow}.`, { Allow: allow });
}

function matchPath(pattern: string, path: string): PathParameters | null {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return null;
  const parameters = new Map<string, string>();
  for (const [index, segment] of expected.entries()) {
    const value = actual[index] ?? '';
    if (segment.startsWith('{') && value !== '') parameters.set(segment.slice(1, -1), value);
    else if (segment !== value) return null;
  }
  return parameters;
}
