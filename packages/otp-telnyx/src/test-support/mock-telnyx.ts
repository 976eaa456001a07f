import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** What was asked, and nothing else can be: a request to anywhere else is an error. */
export interface MockTelnyx {
  /** Answers every request to the API with this, and keeps them. */
  answers(status: number, body: object | string | null, headers?: Record<string, string>): Request[];
}

/** Stands in for api.telnyx.com in one test file. */
export function mockTelnyx(): MockTelnyx {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  return {
    answers(status, body, headers = {}) {
      const requests: Request[] = [];
      server.use(
        http.all('https://api.telnyx.com/*', ({ request }) => {
          requests.push(request.clone());
          const text = typeof body === 'object' && body !== null ? JSON.stringify(body) : body;
          return new HttpResponse(text, { status, headers: { 'Content-Type': 'application/json', ...headers } });
        }),
      );
      return requests;
    },
  };
}
