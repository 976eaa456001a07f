import { describe, expect, it, vi } from 'vitest';
import type { Inbox } from '../inbox.ts';
import { ALICE, readProblemCode, sendRaw, sendText, startTestInbox } from '../test-support/test-inbox.ts';
import { MAX_STREAMS } from './event-streams.ts';

interface Stream {
  /** Reads on until the text is there. */
  readUntil(text: string): Promise<string>;
  leave(): Promise<void>;
}

async function openStream(inbox: Inbox): Promise<Stream> {
  const controller = new AbortController();
  const response = await fetch(`${inbox.url}/api/v1/events`, { signal: controller.signal });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  return {
    async readUntil(text) {
      while (!seen.includes(text)) {
        const { done, value } = await reader.read();
        if (done) throw new Error('the stream ended');
        seen += value;
      }
      return seen;
    },
    async leave() {
      controller.abort();
      await reader.read().catch(() => {});
    },
  };
}

describe('GET /api/v1/events', () => {
  it('tells every follower of messages and of clearing', async () => {
    const inbox = await startTestInbox();
    const streams = [await openStream(inbox), await openStream(inbox)];
    const id = await sendText(inbox, ALICE, 'Your code is\n111111');
    inbox.clear();
    for (const stream of streams) {
      const text = await stream.readUntil('event: cleared\ndata: {}\n\n');
      const data = /event: message\ndata: (.*)\n\n/.exec(text)?.[1] ?? '';
      expect(JSON.parse(data)).toMatchObject({ id, to: ALICE, text: 'Your code is\n111111', code: '111111' });
    }
  });

  it('lets a bounded number follow, and another one in when one leaves', async () => {
    const inbox = await startTestInbox();
    const streams = await Promise.all(Array.from({ length: MAX_STREAMS }, () => openStream(inbox)));
    const answer = await sendRaw(inbox, { path: '/api/v1/events' });
    expect([answer.status, readProblemCode(answer)]).toEqual([503, 'too-many-streams']);
    await streams[0]?.leave();
    await vi.waitFor(async () => {
      const controller = new AbortController();
      const { status } = await fetch(`${inbox.url}/api/v1/events`, { signal: controller.signal });
      controller.abort();
      expect(status).toBe(200);
    });
  });
});
