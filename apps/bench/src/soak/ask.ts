/** One HTTP exchange with an app, timed, from a client with an address of its own. */
import { Agent, request } from 'node:http';

export interface Question {
  readonly port: number;
  /** What it is counted as. */
  readonly kind: AnswerKind;
  readonly path: '/verifications' | '/verifications/resend' | '/verifications/check';
  readonly body: Readonly<Record<string, string>>;
  /** The client's address, as a proxy of ours would name it. */
  readonly address: string;
}

export const ANSWER_KINDS = ['request', 'resend', 'right code', 'wrong code', 'attack'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

export interface Answer {
  readonly status: number;
  readonly body: { readonly challenge?: string; readonly resendAt?: string; readonly code?: string };
  readonly tookMs: number;
}

export interface Client {
  ask(question: Question): Promise<Answer>;
  close(): void;
}

const PATIENCE_MS = 15_000;

export function createClient(): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    ask: ({ port, path, body, address }) =>
      new Promise((resolve, reject) => {
        const text = JSON.stringify(body);
        const startedAtMs = performance.now();
        const asked = request(
          {
            agent,
            port,
            host: '127.0.0.1',
            method: 'POST',
            path: `/otp${path}`,
            timeout: PATIENCE_MS,
            headers: {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
              'x-forwarded-for': address,
            },
          },
          (response) => {
            let answer = '';
            response.setEncoding('utf8').on('data', (part: string) => {
              answer += part;
            });
            response.once('error', reject);
            response.once('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                body: JSON.parse(answer) as Answer['body'],
                tookMs: performance.now() - startedAtMs,
              }),
            );
          },
        );
        asked.once('error', reject).once('timeout', () => asked.destroy(new Error('An app did not answer.')));
        asked.end(text);
      }),
    close: () => agent.destroy(),
  };
}
