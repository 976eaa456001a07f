/** The API of messages beyond reading codes: find, page, look behind, delete, follow. */
import { describe, expect, it, vi } from 'vitest';
import type { Inbox } from '../inbox.ts';
import { ALICE, BOB, readProblemCode, sendRaw, sendText, startTestInbox } from '../test-support/test-inbox.ts';

async function idsOf(inbox: Inbox, query: string): Promise<readonly string[]> {
  const { text } = await sendRaw(inbox, { path: `/api/v1/messages?${query}` });
  return (JSON.parse(text) as { messages: Array<{ id: string }> }).messages.map(({ id }) => id);
}

async function arrange() {
  const inbox = await startTestInbox();
  const first = await sendText(inbox, ALICE, 'Your code is 111111');
  const second = await sendText(inbox, BOB, 'Ein Gruß');
  const third = await sendText(inbox, ALICE, 'Your code is 333333');
  return { inbox, first, second, third };
}

describe('GET /api/v1/messages', () => {
  it('searches in text, number and code', async () => {
    const { inbox, first, second, third } = await arrange();
    expect(await idsOf(inbox, 'search=333333')).toEqual([third]);
    expect(await idsOf(inbox, 'search=GRU%C3%9F')).toEqual([second]);
    expect(await idsOf(inbox, `search=${ALICE.slice(-6)}`)).toEqual([third, first]);
    expect(await idsOf(inbox, 'search=nothing')).toEqual([]);
  });

  it('pages back from a message', async () => {
    const { inbox, first, second, third } = await arrange();
    expect(await idsOf(inbox, `before=${third}&limit=1`)).toEqual([second]);
    expect(await idsOf(inbox, `before=${second}`)).toEqual([first]);
    expect(await idsOf(inbox, `before=${first}`)).toEqual([]);
  });

  it('filters by provider, and refuses one that is none', async () => {
    const { inbox } = await arrange();
    expect(await idsOf(inbox, 'provider=http-gateway')).toHaveLength(3);
    expect(await idsOf(inbox, 'provider=twilio')).toEqual([]);
    const refused = await sendRaw(inbox, { path: '/api/v1/messages?provider=acme' });
    expect(readProblemCode(refused)).toBe('invalid-parameter');
  });
});

describe('GET /api/v1/message', () => {
  it('waits for a message without a code', async () => {
    const inbox = await startTestInbox();
    const pending = sendRaw(inbox, { path: '/api/v1/message?to=%2B15550100123&wait=10s' });
    await sendText(inbox, ALICE, 'Hello');
    expect(JSON.parse((await pending).text)).toMatchObject({ message: { text: 'Hello' } });
  });
});

describe('DELETE /api/v1/messages', () => {
  it('deletes one, those of a number, or all', async () => {
    const { inbox, first, second, third } = await arrange();
    const remove = (path: string) => sendRaw(inbox, { method: 'DELETE', path: `/api/v1/messages${path}` });
    expect(await remove(`/${third}`)).toMatchObject({ status: 204, text: '' });
    expect(await idsOf(inbox, '')).toEqual([second, first]);
    expect(readProblemCode(await remove(`/${third}`))).toBe('not-found');
    expect((await remove(`?to=${encodeURIComponent(ALICE)}`)).status).toBe(204);
    expect(await idsOf(inbox, '')).toEqual([second]);
    expect(readProblemCode(await remove('?to=hello'))).toBe('invalid-parameter');
    expect(readProblemCode(await remove('?too=%2B15550100123'))).toBe('invalid-parameter');
    expect((await remove('')).status).toBe(204);
    expect(await idsOf(inbox, '')).toEqual([]);
  });
});

describe('GET /api/v1/messages/{id}/timeline and /request', () => {
  it('tell what happened to a message and what brought it', async () => {
    const inbox = await startTestInbox({ rules: [{ fault: { type: 'undelivered' }, to: ALICE }] });
    const id = await sendText(inbox, ALICE, 'Hello');
    const read = async (path: string) =>
      JSON.parse((await sendRaw(inbox, { path: `/api/v1/messages/${id}/${path}` })).text);
    await vi.waitFor(
      async () =>
        expect(await read('timeline')).toMatchObject({
          events: [
            { type: 'delivery', status: 'accepted' },
            { type: 'rule', ruleId: 'rule-1', fault: 'undelivered' },
            { status: 'queued' },
            { status: 'sent' },
            { status: 'undelivered', code: 'UNDELIV' },
          ],
        }),
      { timeout: 5_000 },
    );
    expect(await read('request')).toMatchObject({
      method: 'GET',
      path: expect.stringMatching(/^\/gateway\?/),
      body: '',
    });
    expect(readProblemCode(await sendRaw(inbox, { path: '/api/v1/messages/none/timeline' }))).toBe('not-found');
  });
});

describe('GET /api/v1/events', () => {
  it('tells of rules, strikes, deletions and of what became of messages', async () => {
    const inbox = await startTestInbox();
    const controller = new AbortController();
    const response = await fetch(`${inbox.url}/api/v1/events`, { signal: controller.signal });
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    inbox.rules.add({ fault: { type: 'duplicate' } });
    await sendText(inbox, ALICE, 'Hello');
    inbox.delete({ to: ALICE });
    inbox.rules.clear();
    await sendText(inbox, BOB, 'Hello');
    const eventsIn = () => [...text.matchAll(/^event: (.*)$/gm)].map(([, type]) => type);
    await vi.waitFor(() => expect(eventsIn().filter((type) => type === 'updated').length).toBeGreaterThanOrEqual(3), {
      timeout: 5_000,
    });
    expect(eventsIn().filter((type) => type !== 'updated')).toEqual([
      'rules',
      'message',
      'message',
      'strike',
      'deleted',
      'rules',
      'message',
    ]);
    controller.abort();
    await reading;
  });
});
