import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOtpHandler } from './index.ts';
import { createOtpNodeHandler } from './node/index.ts';
import { post, postRaw, readProblem } from './test-support/http.ts';
import { startNode } from './test-support/node-server.ts';
import { CHALLENGE, CODE, createScriptedEngine, PHONE_NUMBER } from './test-support/scripted-engine.ts';

const PATHS = ['/verifications', '/verifications/check', '/verifications/resend', '/verifications/cancel'] as const;
const NAMES = [
  'phoneNumber',
  'challenge',
  'code',
  'purpose',
  'locale',
  '__proto__',
  'constructor',
  'toString',
] as const;

const fields = fc.dictionary(fc.constantFrom(...NAMES), fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()));
const body = fc.oneof(
  fc.jsonValue({ maxDepth: 6 }).map((value) => JSON.stringify(value)),
  fields.map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary' }),
);

type Handler = (request: Request) => Promise<Response>;

/** The same requests over a socket and Node's own reading of them. */
async function startNodeHandler(): Promise<Handler> {
  const { url } = await startNode(createOtpNodeHandler({ engine: createScriptedEngine() }));
  return async (request) =>
    await fetch(`${url}${new URL(request.url).pathname}`, {
      method: request.method,
      headers: request.headers,
      body: await request.arrayBuffer(),
    });
}

const HANDLERS: readonly (readonly [name: string, start: () => Promise<Handler>])[] = [
  ['createOtpHandler', async () => createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })],
  ['createOtpNodeHandler', startNodeHandler],
];

describe.each(HANDLERS)('%s, any input', (_name, start) => {
  it('answers every body with a success or a problem of the table, never with a 500', async () => {
    const handler = await start();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), body, async (path, text) => {
        const response = await handler(postRaw(path, text));
        if (response.ok) return;
        const problem = await readProblem(response);
        expect([400, 413]).toContain(problem.status);
        expect(['malformed', 'body-too-large']).toContain(problem.code);
      }),
      { numRuns: 500 },
    );
  });

  it('answers every sequence of bytes with a problem or a success', async () => {
    const handler = await start();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const problem = await readProblem(await handler(postRaw('/verifications/check', new Uint8Array(bytes))));
        expect(problem.status).toBe(400);
      }),
      { numRuns: 300 },
    );
  });
});

describe('createOtpHandler, what it gives away', () => {
  afterEach(() => vi.restoreAllMocks());

  it('repeats no number, code or handle in a problem, and prints only once that something was thrown', async () => {
    const consoleMethods = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const consoles = consoleMethods.map((method) => vi.spyOn(console, method));
    const outputs = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    const secrets = [PHONE_NUMBER, PHONE_NUMBER.slice(1), CODE, CHALLENGE];
    const engine = createScriptedEngine({
      request: () => ({ ok: false, reason: 'invalid-phone-number' }),
      resend: () => Promise.reject(new Error(`${PHONE_NUMBER} ${CODE}`)),
      verify: () => ({ ok: false, reason: 'mismatch', attemptsLeft: 1 }),
      cancel: () => Promise.reject(new Error(CHALLENGE)),
    });
    const handler = createOtpHandler({ clientAddress: 'none', engine, session: () => 'alice' });
    const spread = { phoneNumber: PHONE_NUMBER, challenge: CHALLENGE, code: CODE };
    const misplaced = [spread, [spread], { ...spread, [PHONE_NUMBER]: CODE }, { phoneNumber: [PHONE_NUMBER] }];
    const complete = [
      { phoneNumber: PHONE_NUMBER },
      { phoneNumber: PHONE_NUMBER, purpose: CODE },
      { phoneNumber: PHONE_NUMBER, locale: PHONE_NUMBER },
      { challenge: CHALLENGE, code: CODE },
      { challenge: CHALLENGE },
      { challenge: CHALLENGE, purpose: PHONE_NUMBER },
    ];
    const requests = [...PATHS, `/${PHONE_NUMBER}`, `/verifications/${CHALLENGE}/${CODE}`].flatMap((path) => [
      ...[...misplaced, ...complete].map((value) => post(path, value)),
      post(path, spread, { 'content-type': `text/${CODE}` }),
      post(path, { phoneNumber: PHONE_NUMBER }, { 'idempotency-key': `${PHONE_NUMBER} ${CODE}` }),
      postRaw(path, `{"phoneNumber":"${PHONE_NUMBER}`),
    ]);
    for (const request of requests) {
      const response = await handler(request);
      expect(response.ok).toBe(false);
      const answer = `${JSON.stringify([...response.headers])} ${await response.text()}`;
      for (const secret of secrets) expect(answer).not.toContain(secret);
    }
    const told = consoles.flatMap((spy) => spy.mock.calls.map((words) => words.join(' ')));
    expect(told).toEqual([expect.stringMatching(/^createOtpHandler: .* Set onError to be told what\.$/)]);
    const written = outputs.flatMap((spy) => spy.mock.calls.map(([words]) => String(words)));
    const printed = [...told, ...written].join('\n');
    for (const secret of secrets) expect(printed).not.toContain(secret);
  });
});
