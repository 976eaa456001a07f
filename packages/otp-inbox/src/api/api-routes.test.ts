import { describe, expect, it, vi } from 'vitest';
import type { Inbox } from '../inbox.ts';
import { MAX_WAITERS } from '../messages/waiting-room.ts';
import { ALICE, BOB, readProblemCode, sendRaw, sendText, startTestInbox } from '../test-support/test-inbox.ts';

async function readJson(inbox: Inbox, path: string): Promise<unknown> {
  const { status, text } = await sendRaw(inbox, { path });
  return { status, body: JSON.parse(text) as unknown };
}

/** Returns once the requests sent before have reached the inbox: connections are served in turn. */
async function letArrive(inbox: Inbox): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await sendRaw(inbox, { path: '/healthz' });
}

describe('GET /api/v1/messages', () => {
  it('lists newest first, in the shape the README shows', async () => {
    const inbox = await startTestInbox();
    const first = await sendText(inbox, ALICE, 'Your code is 111111');
    const second = await sendText(inbox, BOB, 'Hello');
    expect(await readJson(inbox, '/api/v1/messages')).toEqual({
      status: 200,
      body: {
        messages: [
          expect.objectContaining({ id: second, to: BOB, code: null }),
          {
            id: first,
            to: ALICE,
            text: 'Your code is 111111',
            code: '111111',
            encoding: 'GSM-7',
            segments: 1,
            provider: 'http-gateway',
            vendorId: first,
            channel: 'sms',
            from: null,
            media: [],
            maxPriceUsd: null,
            validitySeconds: null,
            arrives: true,
            delivery: { status: 'accepted', code: null, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) },
            ruleId: null,
            receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          },
        ],
      },
    });
  });

  it('takes to, after and limit', async () => {
    const inbox = await startTestInbox();
    const first = await sendText(inbox, ALICE, 'a');
    const second = await sendText(inbox, ALICE, 'b');
    const third = await sendText(inbox, BOB, 'c');
    const list = async (query: string) => {
      const { body } = (await readJson(inbox, `/api/v1/messages?${query}`)) as { body: { messages: { id: string }[] } };
      return body.messages.map(({ id }) => id);
    };
    expect(await list('to=%2B15550100123')).toEqual([second, first]);
    expect(await list('to=15550100123')).toEqual([second, first]);
    expect(await list('to=+15550100123')).toEqual([second, first]);
    expect(await list(`after=${first}`)).toEqual([third, second]);
    expect(await list(`after=${first}&to=%2B15550100123&limit=1`)).toEqual([second]);
    expect(await list('after=2001-01-01T00:00:00Z&limit=2')).toEqual([third, second]);
    expect(await list('after=2999-01-01T00:00:00.000%2B02:00')).toEqual([]);
  });

  it.each([
    'to=a&to=b',
    'to=',
    'to=__proto__',
    'to=%2B%D9%A1%D9%A5%D9%A5%D9%A5%D9%A0%D9%A1%D9%A0%D9%A0',
    'after=',
    'after=yesterday',
    'after=00000000-1',
    'after=2024-13-45T00:00:00Z',
    'limit=0',
    'limit=1001',
    'limit=1e2',
    'limit=%D9%A1',
    'afetr=2024-01-01T00:00:00Z',
    '__proto__=x',
    'to%5B%5D=1',
  ])('refuses ?%s', async (query) => {
    const inbox = await startTestInbox();
    const answer = await sendRaw(inbox, { path: `/api/v1/messages?${query}` });
    expect([answer.status, readProblemCode(answer)]).toEqual([400, 'invalid-parameter']);
  });

  it('refuses the id of another inbox and of a message to come', async () => {
    const [inbox, other] = [await startTestInbox(), await startTestInbox()];
    const id = await sendText(other, ALICE, 'a');
    const own = await sendText(inbox, ALICE, 'a');
    for (const after of [id, own.replace(/1$/, '2'), `${own}0`, own.replace('-', '-0')]) {
      expect((await sendRaw(inbox, { path: `/api/v1/messages?after=${after}` })).status).toBe(400);
    }
  });
});

describe('GET /api/v1/messages/{id}', () => {
  it('reads one message', async () => {
    const inbox = await startTestInbox();
    const id = await sendText(inbox, ALICE, 'Your code is 111111');
    expect(await readJson(inbox, `/api/v1/messages/${id}`)).toMatchObject({
      status: 200,
      body: { id, code: '111111' },
    });
  });

  it.each(['nothing', '__proto__', 'constructor', '%00', '..'])('knows no message %j', async (id) => {
    const inbox = await startTestInbox();
    const answer = await sendRaw(inbox, { path: `/api/v1/messages/${id}` });
    expect([answer.status, readProblemCode(answer)]).toEqual([404, 'not-found']);
  });
});

describe('DELETE /api/v1/messages', () => {
  it('clears', async () => {
    const inbox = await startTestInbox();
    await sendText(inbox, ALICE, 'a');
    expect(await sendRaw(inbox, { method: 'DELETE', path: '/api/v1/messages' })).toMatchObject({
      status: 204,
      text: '',
    });
    expect(inbox.messages()).toEqual([]);
  });
});

describe('GET /api/v1/code', () => {
  it('answers at once with the newest code that is there', async () => {
    const inbox = await startTestInbox();
    await sendText(inbox, ALICE, 'Your code is 111111');
    const id = await sendText(inbox, ALICE, 'Your code is 222222');
    await sendText(inbox, ALICE, 'Hello');
    expect(await readJson(inbox, '/api/v1/code?to=%2B15550100123&wait=60s')).toMatchObject({
      status: 200,
      body: { code: '222222', message: { id, text: 'Your code is 222222' } },
    });
  });

  it('waits for a code that comes later', async () => {
    const inbox = await startTestInbox();
    const after = await sendText(inbox, ALICE, 'Your code is 111111');
    const pending = readJson(inbox, `/api/v1/code?to=%2B15550100123&after=${after}&wait=20s`);
    await letArrive(inbox);
    await sendText(inbox, BOB, 'Your code is 222222');
    await sendText(inbox, ALICE, 'Hello');
    await sendText(inbox, ALICE, 'Your code is 333333');
    expect(await pending).toMatchObject({ status: 200, body: { code: '333333' } });
  });

  it('serves many that wait, each with the code of its number', async () => {
    const inbox = await startTestInbox();
    const numbers = Array.from({ length: 30 }, (_, index) => 15_550_101_000 + index);
    const pending = Promise.all(numbers.map((number) => readJson(inbox, `/api/v1/code?to=${number}&wait=20s`)));
    await letArrive(inbox);
    await Promise.all(numbers.map((number, index) => sendText(inbox, `+${number}`, `Your code is ${700_000 + index}`)));
    const codes = (await pending) as { body: { code: string } }[];
    expect(codes.map(({ body }) => body.code)).toEqual(numbers.map((_, index) => `${700_000 + index}`));
  });

  it.each(['', '&wait=0s', '&wait=1ms', '&wait=0ms'])('answers 404 when no code came (%j)', async (wait) => {
    const inbox = await startTestInbox();
    await sendText(inbox, ALICE, 'Hello');
    const answer = await sendRaw(inbox, { path: `/api/v1/code?to=%2B15550100123${wait}` });
    expect([answer.status, readProblemCode(answer)]).toEqual([404, 'no-message']);
  });

  it.each([
    'wait=1s',
    'to=1555',
    'to=15550100123&wait=61s',
    'to=15550100123&wait=60001ms',
    'to=15550100123&wait=5',
    'to=15550100123&wait=-1s',
    'to=15550100123&wait=1.5s',
    'to=15550100123&wait=1m',
    'to=15550100123&wait=1s&wait=1s',
    'to=15550100123&limit=1',
  ])('refuses ?%s', async (query) => {
    const inbox = await startTestInbox();
    const answer = await sendRaw(inbox, { path: `/api/v1/code?${query}` });
    expect([answer.status, readProblemCode(answer)]).toEqual([400, 'invalid-parameter']);
  });

  it('answers 503 when too many wait, and lets a place go when its client leaves', async () => {
    const inbox = await startTestInbox();
    const waits = Array.from({ length: MAX_WAITERS - 1 }, () => inbox.waitForCode({ to: BOB, waitMs: 60_000 }));
    const ends = Promise.allSettled(waits);
    const controller = new AbortController();
    const leaving = fetch(`${inbox.url}/api/v1/code?to=%2B15550100123&wait=60s`, { signal: controller.signal });
    const left = expect(leaving).rejects.toThrow();
    await letArrive(inbox);
    const answer = await sendRaw(inbox, { path: '/api/v1/code?to=%2B15550100123&wait=1ms' });
    expect([answer.status, readProblemCode(answer)]).toEqual([503, 'too-many-waiters']);
    controller.abort();
    await left;
    await vi.waitFor(async () => {
      expect((await sendRaw(inbox, { path: '/api/v1/code?to=%2B15550100123&wait=1ms' })).status).toBe(404);
    });
    await inbox.close();
    await ends;
  });

  it('tells those who wait that the inbox closes', async () => {
    const inbox = await startTestInbox();
    const pending = sendRaw(inbox, { path: '/api/v1/code?to=%2B15550100123&wait=60s' });
    await letArrive(inbox);
    await inbox.close();
    expect(readProblemCode(await pending)).toBe('closed');
  });
});

describe('the API', () => {
  it('answers /healthz', async () => {
    const inbox = await startTestInbox();
    expect(await readJson(inbox, '/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('names the allowed methods', async () => {
    const inbox = await startTestInbox();
    const answer = await sendRaw(inbox, { method: 'POST', path: '/api/v1/messages' });
    expect([answer.status, answer.headers.allow, readProblemCode(answer)]).toEqual([
      405,
      'GET, DELETE',
      'method-not-allowed',
    ]);
  });
});
