import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** What was asked, and nothing else can be: a request to anywhere else is an error. */
export interface MockSns {
  /** Answers every request to the region with this, or all but the first with `later`, and keeps them. */
  answers(status: number, body: string, headers?: Record<string, string>, later?: string): Request[];
}

/** Stands in for sns.eu-west-1.amazonaws.com in one test file. */
export function mockSns(): MockSns {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  return {
    answers(status, body, headers = {}, later = body) {
      const requests: Request[] = [];
      server.use(
        http.all('https://sns.eu-west-1.amazonaws.com/*', ({ request }) => {
          requests.push(request.clone());
          return new HttpResponse(requests.length > 1 ? later : body, {
            status,
            headers: { 'Content-Type': 'text/xml', ...headers },
          });
        }),
      );
      return requests;
    },
  };
}

/** The fields of a request. */
export async function formOf(request: Request | undefined): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await request?.text()));
}
