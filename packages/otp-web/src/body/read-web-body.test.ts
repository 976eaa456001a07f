import { OtpMisuseError } from '@countersign/otp-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOtpHandler } from '../index.ts';
import { createDrip, postRaw, postStream, readProblem } from '../test-support/http.ts';
import { callsOf, createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';

const JSON_TEXT = JSON.stringify({ phoneNumber: PHONE_NUMBER });
const bytesOf = (text: string) => new TextEncoder().encode(text).buffer;

/** A request as a server makes it: no native one, with a reading of its own. */
interface ServerRequest {
  readonly length?: string;
  readonly headers?: Record<string, string>;
  readonly stream?: ReadableStream<Uint8Array>;
  readonly bodyUsed?: boolean;
  arrayBuffer?(): Promise<ArrayBuffer>;
}

function serverRequest({ length = '2', headers = {}, stream, bodyUsed = false, ...own }: ServerRequest): Request {
  return Object.create(Request.prototype, {
    method: { value: 'POST' },
    url: { value: 'https://example.test/verifications' },
    headers: {
      value: new Headers({
        'content-type': 'application/json',
        ...(length === '' ? {} : { 'content-length': length }),
        ...headers,
      }),
    },
    signal: { get: () => new AbortController().signal },
    bodyUsed: { value: bodyUsed },
    body: {
      get() {
        if (stream === undefined) throw new Error('A second request would be built.');
        return stream;
      },
    },
    arrayBuffer: { value: own.arrayBuffer ?? (() => Promise.reject(new Error('The length said nothing.'))) },
  }) as Request;
}

const paddedTo = (bytes: number) => JSON_TEXT + ' '.repeat(bytes - JSON_TEXT.length);

describe('readWebBody', () => {
  afterEach(() => vi.useRealTimers());

  it('takes 10,000 bytes and not one more', async () => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ clientAddress: 'none', engine });
    expect((await handler(postRaw('/verifications', paddedTo(10_000)))).status).toBe(202);
    const problem = await readProblem(await handler(postRaw('/verifications', paddedTo(10_001))));
    expect(problem).toMatchObject({ status: 413, code: 'body-too-large' });
    expect(callsOf(engine)).toBe(1);
  });

  it('counts bytes, not characters', async () => {
    const text = `{"phoneNumber":"${'€'.repeat(3_400)}"}`;
    expect(
      (
        await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })(
          postRaw('/verifications', text),
        )
      ).status,
    ).toBe(413);
  });

  it('stops at the limit whatever the length that was announced, and lets go of the rest', async () => {
    let served = 0;
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          served += 1_000;
          controller.enqueue(new Uint8Array(1_000));
        },
        cancel() {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const response = await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })(
      postStream('/verifications', stream),
    );
    expect(await readProblem(response)).toMatchObject({ status: 413 });
    expect(served).toBe(11_000);
    expect(cancelled).toBe(true);
  });

  it('puts a body together that comes in pieces, characters cut in two among them', async () => {
    const engine = createScriptedEngine();
    const bytes = new TextEncoder().encode('{"phoneNumber":"+1 €"}');
    const stream = ReadableStream.from(Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(
      (await createOtpHandler({ clientAddress: 'none', engine })(postStream('/verifications', stream))).status,
    ).toBe(202);
    expect(engine.requests[0]?.to).toBe('+1 €');
  });

  it('gives up on a body that drips, at ten seconds in all', async () => {
    vi.useFakeTimers();
    const { stream, drip, isCancelled } = createDrip();
    const engine = createScriptedEngine();
    let answered = false;
    const answer = createOtpHandler({ clientAddress: 'none', engine })(postStream('/verifications', stream)).finally(
      () => {
        answered = true;
      },
    );
    for (let second = 0; second < 9; second += 1) {
      drip(' ');
      await vi.advanceTimersByTimeAsync(1_000);
    }
    await vi.advanceTimersByTimeAsync(999);
    expect(answered).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await readProblem(await answer)).toMatchObject({ status: 408, code: 'body-timeout' });
    expect(isCancelled()).toBe(true);
    expect(callsOf(engine)).toBe(0);
  });

  it('waits as long as it is told to', async () => {
    vi.useFakeTimers();
    const { stream, drip, end } = createDrip();
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), bodyTimeoutMs: 50 });
    const inTime = handler(postStream('/verifications', stream));
    await vi.advanceTimersByTimeAsync(49);
    drip(JSON_TEXT);
    end();
    expect((await inTime).status).toBe(202);
    expect(vi.getTimerCount()).toBe(0);
    const late = handler(postStream('/verifications', createDrip().stream));
    await vi.advanceTimersByTimeAsync(50);
    expect((await late).status).toBe(408);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not held up by a source that never lets go', async () => {
    vi.useFakeTimers();
    const stream = new ReadableStream<Uint8Array>({ cancel: () => new Promise(() => {}) });
    const answer = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })(
      postStream('/verifications', stream),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await answer).status).toBe(408);
  });

  it('ends on a source that gives empty pieces without pause', async () => {
    const stream = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(0)) });
    const response = await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })(
      postStream('/verifications', stream),
    );
    expect(response.status).toBe(413);
  });

  it('stops when the client goes away while sending', async () => {
    const { stream, drip, isCancelled } = createDrip();
    const client = new AbortController();
    const engine = createScriptedEngine();
    const answer = createOtpHandler({ clientAddress: 'none', engine })(
      postStream('/verifications', stream, client.signal),
    );
    drip('{');
    client.abort();
    expect(await readProblem(await answer)).toMatchObject({ status: 499, code: 'client-closed-request' });
    expect(isCancelled()).toBe(true);
    expect(callsOf(engine)).toBe(0);
  });

  it('does not start for a client that has gone away', async () => {
    const engine = createScriptedEngine();
    const request = postStream('/verifications', createDrip().stream, AbortSignal.abort());
    expect((await createOtpHandler({ clientAddress: 'none', engine })(request)).status).toBe(499);
    expect(callsOf(engine)).toBe(0);
  });

  it('refuses a body whose stream breaks', async () => {
    const { stream, drip, fail } = createDrip();
    const answer = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })(
      postStream('/verifications', stream),
    );
    drip(JSON_TEXT);
    fail(new Error('reset of +14155550123'));
    const problem = await readProblem(await answer);
    expect(problem).toMatchObject({ status: 400, code: 'malformed' });
    expect(JSON.stringify(problem)).not.toContain('reset');
  });

  it('refuses a stream of something else than bytes', async () => {
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(JSON_TEXT),
    }) as ReadableStream<unknown> as ReadableStream<Uint8Array>;
    const response = await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() })(
      postStream('/verifications', stream),
    );
    expect(await readProblem(response)).toMatchObject({ status: 400, code: 'malformed' });
  });

  it('tells the operator when somebody has read the body before', async () => {
    const onError = vi.fn();
    const request = postRaw('/verifications', JSON_TEXT);
    await request.text();
    const response = await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), onError })(
      request,
    );
    expect(await readProblem(response)).toMatchObject({ status: 500, code: 'internal-error' });
    expect(onError.mock.calls).toEqual([[expect.any(OtpMisuseError)]]);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/read before/);
  });

  it('tells the operator when somebody has read the body and let go of it', async () => {
    const onError = vi.fn();
    const request = postRaw('/verifications', JSON_TEXT);
    const reader = request.body?.getReader();
    await reader?.read();
    reader?.releaseLock();
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), onError });
    expect(await readProblem(await handler(request))).toMatchObject({ status: 500, code: 'internal-error' });
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/read before/);
  });

  it('tells the operator when somebody is reading the body', async () => {
    const onError = vi.fn();
    const request = postRaw('/verifications', JSON_TEXT);
    request.body?.getReader();
    const response = await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), onError })(
      request,
    );
    expect(await readProblem(response)).toMatchObject({ status: 500, code: 'internal-error' });
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/read before/);
  });

  it("takes a server's own reading where it has framed the body, and asks for no stream", async () => {
    const engine = createScriptedEngine();
    const request = serverRequest({ length: '30', arrayBuffer: async () => bytesOf(JSON_TEXT) });
    expect((await createOtpHandler({ clientAddress: 'none', engine })(request)).status).toBe(202);
    expect(engine.requests[0]?.to).toBe(PHONE_NUMBER);
  });

  it('counts what the server has read, whatever length it was', async () => {
    const request = serverRequest({ arrayBuffer: async () => new ArrayBuffer(10_001) });
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() });
    expect(await readProblem(await handler(request))).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  it.each<[string, Pick<ServerRequest, 'length' | 'headers'>]>([
    ['no length', { length: '' }],
    ['a length above the limit', { length: '10001' }],
    ['a length that is no number', { length: '1e3' }],
    ['a negative length', { length: '-1' }],
    ['two lengths', { length: '2, 2' }],
    ['a transfer encoding beside the length', { headers: { 'transfer-encoding': 'chunked' } }],
  ])('counts the pieces of a server with %s', async (_name, said) => {
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(1_000)) });
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() });
    expect((await handler(serverRequest({ ...said, stream: endless }))).status).toBe(413);
  });

  it('counts the pieces of a request made by hand, of a class of its own too', async () => {
    class OwnRequest extends Request {}
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(0)) });
    const request = new OwnRequest(postStream('/verifications', endless));
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() });
    expect((await handler(request)).status).toBe(413);
  });

  it("gives up on a server's reading that does not end", async () => {
    vi.useFakeTimers();
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ clientAddress: 'none', engine, bodyTimeoutMs: 50 });
    const answer = handler(serverRequest({ arrayBuffer: () => new Promise(() => {}) }));
    await vi.advanceTimersByTimeAsync(50);
    expect(await readProblem(await answer)).toMatchObject({ status: 408, code: 'body-timeout' });
    expect(callsOf(engine)).toBe(0);
    expect((await handler(serverRequest({ arrayBuffer: async () => bytesOf(JSON_TEXT) }))).status).toBe(202);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses bytes that are no UTF-8, and takes the next body as if nothing had been', async () => {
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() });
    for (const cut of [Uint8Array.of(0x7b, 0xe2, 0x82), Uint8Array.of(0xff)]) {
      expect((await handler(postRaw('/verifications', cut))).status).toBe(400);
      expect((await handler(postRaw('/verifications', JSON_TEXT))).status).toBe(202);
    }
  });
});
