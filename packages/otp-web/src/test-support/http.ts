import { expect } from 'vitest';
import type { ProblemBody } from '../index.ts';

/** Requests to a fetch handler, and what must hold for every answer. */
export function post(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  return postRaw(path, JSON.stringify(body), headers);
}

export function postRaw(
  path: string,
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Record<string, string> = {},
): Request {
  return new Request(`https://example.test${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

export function postStream(path: string, stream: ReadableStream<Uint8Array>, signal?: AbortSignal): Request {
  return new Request(`https://example.test${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': '2' },
    body: stream,
    duplex: 'half',
    ...(signal === undefined ? {} : { signal }),
  });
}

export function expectGuarded(response: Response): void {
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
}

/** The problem of an answer that must be one, whole and well-formed. */
export async function readProblem(response: Response): Promise<ProblemBody> {
  expectGuarded(response);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as ProblemBody;
  expect(problem.status).toBe(response.status);
  expect(problem.type).toBe(`urn:problem-type:countersign:${problem.code}`);
  expect(problem.title).toMatch(/\w/);
  return problem;
}

/** A body whose bytes arrive when the test says so. */
export function createDrip(): {
  readonly stream: ReadableStream<Uint8Array>;
  drip(text: string): void;
  end(): void;
  fail(error: Error): void;
  isCancelled(): boolean;
} {
  let cancelled = false;
  let source: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      source = controller;
    },
    cancel() {
      cancelled = true;
    },
  });
  return {
    stream,
    drip: (text) => source?.enqueue(new TextEncoder().encode(text)),
    end: () => source?.close(),
    fail: (error) => source?.error(error),
    isCancelled: () => cancelled,
  };
}
