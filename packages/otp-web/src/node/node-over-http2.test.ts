import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';
import { createOtpNodeHandler, type NodeListener } from './index.ts';

/** Node's own requests over HTTP/2: the same members, but for headers with a colon and no `Host`. */
async function startHttp2(listener: NodeListener) {
  const server = createServer((request, response) => {
    // The compatibility API of Node promises the same members; its types do not.
    const [likeRequest, likeResponse] = [request, response] as unknown as Parameters<NodeListener>;
    return listener(likeRequest, likeResponse);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const session = connect(`http://127.0.0.1:${port}`);
  onTestFinished(async () => {
    session.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    port,
    async send(path: string, body: string) {
      const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/json' });
      stream.end(body);
      const [headers] = await once(stream, 'response');
      return { status: headers[':status'], body: await text(stream) };
    },
  };
}

describe('createOtpNodeHandler over HTTP/2', () => {
  it('serves the routes, refuses too much, and hands receipts on without the headers of HTTP/2 itself', async () => {
    const asked: Parameters<DeliveryReportParser['parse']>[0][] = [];
    const parser: DeliveryReportParser = {
      specificationVersion: 'v1',
      kind: 'delivery-report-parser',
      providerId: 'vendor',
      parse: async (request) => {
        asked.push(request);
        return { status: 'verified', reports: [], reply: null };
      },
    };
    const engine = createScriptedEngine();
    const webhooks = { parsers: [parser], onReport() {} };
    const { port, send } = await startHttp2(createOtpNodeHandler({ engine, basePath: '/otp', webhooks }));
    expect((await send('/otp/verifications', JSON.stringify({ phoneNumber: PHONE_NUMBER }))).status).toBe(202);
    expect(engine.requests[0]?.client).toEqual({ ip: '127.0.0.1' });
    expect((await send('/otp/verifications', ' '.repeat(20_000))).status).toBe(413);
    expect((await send('/otp/nothing', '{}')).status).toBe(404);
    expect((await send('/otp/webhooks/vendor?a=b', '{"a":1}')).status).toBe(204);
    expect(asked[0]?.url).toBe(`http://127.0.0.1:${port}/otp/webhooks/vendor?a=b`);
    expect(Object.keys(asked[0]?.headers ?? {})).toEqual(['content-type']);
  });
});
