/** Requests of many connections that each wait for an answer and ask again, as autocannon sends them. */
import autocannon from 'autocannon';

export interface LoadOptions {
  readonly url: string;
  readonly requests: number;
  /** The number that the next request is for. */
  nextNumber(): string;
}

export interface LoadResult {
  /** From the first request to the last answer. */
  readonly tookMs: number;
  readonly answersMs: readonly number[];
}

export const CONNECTIONS = 64;
/** However slow a server is, it ends. */
const LONGEST_MS = 300_000;

/** @throws Error where a request was refused or got no answer: nobody is fast by refusing */
export function load({ url, requests, nextNumber }: LoadOptions): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const answersMs: number[] = [];
    const startedAtMs = performance.now();
    let endedAtMs = startedAtMs;
    const instance = autocannon(
      {
        url,
        connections: CONNECTIONS,
        amount: requests,
        requests: [
          {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            setupRequest: (request) => ({ ...request, body: JSON.stringify({ phoneNumber: nextNumber() }) }),
          },
        ],
      },
      (error: unknown, { errors, non2xx, timeouts, statusCodeStats }) => {
        clearTimeout(watchdog);
        if (error !== null) return reject(error);
        if (errors + non2xx + timeouts === 0 && answersMs.length === requests) {
          return resolve({ tookMs: endedAtMs - startedAtMs, answersMs });
        }
        const counts = `${non2xx} refused ${JSON.stringify(statusCodeStats)}, ${errors} errors, ${timeouts} timeouts, ${answersMs.length} answers`;
        reject(new Error(`${url} failed: of ${requests} requests ${counts}.`));
      },
    );
    instance.on('response', (_client, _status, _bytes, answerMs) => {
      answersMs.push(answerMs);
      endedAtMs = performance.now();
    });
    const watchdog = setTimeout(() => instance.stop?.(), LONGEST_MS);
  });
}
