/**
 * Requests at a fixed rate, whatever the server does: what users do, who do not wait for each other. An answer's time
 * counts from when its request was due, so that a server that stalls cannot hide it (coordinated omission). Its own
 * pace, as autocannon sends a second's share at once.
 */
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { CONNECTIONS, type LoadOptions } from './load.ts';

export interface PacedLoadOptions extends LoadOptions {
  readonly requestsPerSecond: number;
}

/** The milliseconds of each answer, in no order. @throws Error where one is refused or lost */
export async function loadAtRate(options: PacedLoadOptions): Promise<readonly number[]> {
  const { requests, requestsPerSecond } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const startedAtMs = performance.now();
  const answers: Promise<number>[] = [];
  while (answers.length < requests) {
    const elapsedMs = performance.now() - startedAtMs;
    while (answers.length < requests && (answers.length * 1000) / requestsPerSecond <= elapsedMs) {
      const dueAtMs = startedAtMs + (answers.length * 1000) / requestsPerSecond;
      answers.push(ask(agent, options).then(() => performance.now() - dueAtMs));
    }
    await setTimeout(1);
  }
  try {
    return await Promise.all(answers);
  } finally {
    agent.destroy();
  }
}

function ask(agent: Agent, { url, nextNumber }: LoadOptions): Promise<void> {
  const body = JSON.stringify({ phoneNumber: nextNumber() });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers, timeout: 30_000 }, (response) => {
      response.resume().once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 202) resolve();
        else reject(new Error(`${url} answered ${response.statusCode}.`));
      });
    });
    asked.once('error', reject).once('timeout', () => asked.destroy(new Error(`${url} did not answer.`)));
    asked.end(body);
  });
}
