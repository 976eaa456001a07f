import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** What went over the wire, as far as Twilio looks at it. */
export interface WireRecord {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** Intercepts every request of the test file; one that nobody answers is an error. */
export function interceptWire() {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());

  /** Answers every request with JSON, and keeps them. */
  return function answerAll(status: number, body: Parameters<typeof HttpResponse.json>[0]): WireRecord[] {
    const records: WireRecord[] = [];
    server.use(
      http.all('*', async ({ request }) => {
        const { method, url, headers } = request.clone();
        records.push({ method, url, headers, body: await request.text() });
        return HttpResponse.json(body, { status });
      }),
    );
    return records;
  };
}

/** The fields of a form, each of them once. */
export function readForm(record: WireRecord | undefined): Record<string, string> {
  const entries = [...new URLSearchParams(record?.body)];
  const form = Object.fromEntries(entries);
  if (entries.length !== Object.keys(form).length) throw new Error('a field was sent twice');
  return form;
}
