import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInbox } from './create-inbox.ts';
import type { MessageQuery, WaitQuery } from './inbox.ts';
import { MAX_WAITERS } from './messages/waiting-room.ts';
import { ALICE, BOB, sendText, startTestInbox } from './test-support/test-inbox.ts';

describe('createInbox', () => {
  it('listens on a free port and says where', async () => {
    const inbox = createInbox({ port: 0 });
    onTestFinished(() => inbox.close());
    const url = await inbox.listen();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(inbox.url).toBe(url);
    expect(inbox.gatewayEndpoint).toBe(`${url}/gateway`);
    expect(await inbox.listen()).toBe(url);
  });

  it('listens on localhost', async () => {
    const inbox = await startTestInbox({ host: 'localhost' });
    expect(inbox.url).toMatch(/^http:\/\/localhost:\d+$/);
    expect((await fetch(`${inbox.url}/healthz`)).status).toBe(200);
  });

  it('has no address before it listens', () => {
    const inbox = createInbox();
    for (const read of [() => inbox.url, () => inbox.gatewayEndpoint]) {
      expect(read).toThrow(expect.objectContaining({ code: 'INBOX_NOT_LISTENING' }));
    }
  });

  it('rejects with one clear error when the port is taken, and listens once it is free', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    const inbox = createInbox({ port });
    onTestFinished(() => inbox.close());
    await expect(inbox.listen()).rejects.toMatchObject({
      code: 'INBOX_PORT_TAKEN',
      message: expect.stringMatching(new RegExp(`^Port ${port} on [^ ]+ is taken, .*Port 0 takes`)),
    });
    await new Promise((resolve) => other.close(resolve));
    await expect(inbox.listen()).resolves.toContain(String(port));
  });

  it('rejects with one clear error when it cannot listen there', async () => {
    const inbox = createInbox({ port: 0, host: '192.0.2.1', token: 'x'.repeat(16) });
    onTestFinished(() => inbox.close());
    await expect(inbox.listen()).rejects.toMatchObject({ code: 'INBOX_LISTEN_FAILED' });
  });

  it('lists messages newest first, by number, place and count', async () => {
    const inbox = await startTestInbox();
    const first = await sendText(inbox, ALICE, 'Your code is 111111');
    const second = await sendText(inbox, BOB, 'Hello');
    const third = await sendText(inbox, ALICE, 'Your code is 333333');
    const list = (query?: MessageQuery) => inbox.messages(query).map(({ id }) => id);
    expect(list()).toEqual([third, second, first]);
    expect(list({ to: ALICE })).toEqual([third, first]);
    expect(list({ to: '15550100123' })).toEqual([third, first]);
    expect(list({ after: first })).toEqual([third, second]);
    expect(list({ to: ALICE, after: first, limit: 5 })).toEqual([third]);
    expect(list({ limit: 1 })).toEqual([third]);
    expect(inbox.messages({ limit: 1 })).toEqual([
      {
        id: third,
        to: ALICE,
        text: 'Your code is 333333',
        code: '333333',
        encoding: 'GSM-7',
        forcedBy: null,
        segments: 1,
        provider: 'http-gateway',
        vendorId: third,
        channel: 'sms',
        from: null,
        media: [],
        maxPriceUsd: null,
        validitySeconds: null,
        arrives: true,
        delivery: { status: 'accepted', code: null, at: expect.any(Date) },
        ruleId: null,
        receivedAt: expect.any(Date),
      },
    ]);
  });

  it('names the character that takes a text out of GSM-7', async () => {
    const inbox = await startTestInbox();
    await sendText(inbox, ALICE, 'Your code is 111111 – thanks 🔒');
    expect(inbox.messages()).toMatchObject([{ encoding: 'UCS-2', forcedBy: '–' }]);
  });

  it('takes a time for after, that very millisecond included', async () => {
    const inbox = await startTestInbox();
    await sendText(inbox, ALICE, 'Your code is 111111');
    const [message] = inbox.messages();
    const receivedAt = message?.receivedAt ?? new Date(0);
    const later = new Date(receivedAt.getTime() + 1);
    expect(inbox.messages({ after: receivedAt })).toHaveLength(1);
    expect(inbox.messages({ after: receivedAt.toISOString() })).toHaveLength(1);
    expect(inbox.messages({ after: later })).toHaveLength(0);
    expect(inbox.messages({ after: later.toISOString() })).toHaveLength(0);
  });

  it('hands out a code that is there already, the newest', async () => {
    const inbox = await startTestInbox();
    await sendText(inbox, ALICE, 'Your code is 111111');
    await sendText(inbox, ALICE, 'Your code is 222222');
    await sendText(inbox, ALICE, 'Thanks!');
    await sendText(inbox, BOB, 'Your code is 333333');
    expect(await inbox.waitForCode({ to: ALICE, waitMs: 0 })).toBe('222222');
    expect(await inbox.waitForMessage({ to: ALICE, waitMs: 0 })).toMatchObject({ text: 'Thanks!', code: null });
  });

  it('waits for a code, passing over older codes, other numbers and texts without one', async () => {
    const inbox = await startTestInbox();
    const after = await sendText(inbox, ALICE, 'Your code is 111111');
    const code = inbox.waitForCode({ to: ALICE, after });
    const message = inbox.waitForMessage({ to: ALICE, after });
    await sendText(inbox, BOB, 'Your code is 222222');
    await sendText(inbox, ALICE, 'Hello');
    await sendText(inbox, ALICE, 'Your code is 333333');
    expect(await code).toBe('333333');
    expect(await message).toMatchObject({ text: 'Hello' });
  });

  it('waits for a message of a later time', async () => {
    const inbox = await startTestInbox();
    const pending = inbox.waitForCode({ to: ALICE, after: new Date(Date.now() + 3_600_000), waitMs: 20 });
    await sendText(inbox, ALICE, 'Your code is 111111');
    await expect(pending).rejects.toMatchObject({ code: 'INBOX_NO_MESSAGE' });
  });

  it('gives every waiter its own code', async () => {
    const inbox = await startTestInbox();
    const numbers = Array.from({ length: 50 }, (_, index) => `+1555010${1000 + index}`);
    const codes = Promise.all(numbers.flatMap((to) => [inbox.waitForCode({ to }), inbox.waitForCode({ to })]));
    await Promise.all(numbers.map((to, index) => sendText(inbox, to, `Your code is ${500_000 + index}`)));
    expect(await codes).toEqual(numbers.flatMap((_, index) => [`${500_000 + index}`, `${500_000 + index}`]));
  });

  it('rejects when nothing came in time, saying what did but no number', async () => {
    const inbox = await startTestInbox();
    await sendText(inbox, ALICE, 'Hello');
    await sendText(inbox, BOB, 'Your code is 111111');
    await expect(inbox.waitForCode({ to: ALICE, waitMs: 1 })).rejects.toMatchObject({
      code: 'INBOX_NO_MESSAGE',
      message:
        'No message with a code came for this number within 1 ms. The inbox keeps 2 messages, 1 for this number.',
    });
    await expect(inbox.waitForMessage({ to: '+15550100789', waitMs: 1 })).rejects.toMatchObject({
      code: 'INBOX_NO_MESSAGE',
    });
  });

  it('bounds how many wait and lets others in once some are served', async () => {
    const inbox = await startTestInbox();
    const waits = Array.from({ length: MAX_WAITERS }, () => inbox.waitForCode({ to: ALICE }));
    await expect(inbox.waitForCode({ to: ALICE })).rejects.toMatchObject({ code: 'INBOX_TOO_MANY_WAITERS' });
    await sendText(inbox, ALICE, 'Your code is 111111');
    expect(new Set(await Promise.all(waits))).toEqual(new Set(['111111']));
    await expect(inbox.waitForCode({ to: BOB, waitMs: 1 })).rejects.toMatchObject({ code: 'INBOX_NO_MESSAGE' });
  });

  it.each([
    [{ to: 'x' }],
    [{ to: 5 }],
    [{ to: ['+15550100123'] }],
    [{ to: '+١٥٥٥٠١٠٠١٢٣' }],
    [{ to: `+${'1'.repeat(16)}` }],
    [{ to: ALICE, after: 'yesterday' }],
    [{ to: ALICE, after: 5 }],
    [{ to: ALICE, after: new Date(Number.NaN) }],
    [{ to: ALICE, after: '2024-01-01' }],
    [{ to: ALICE, after: '00000000-1' }],
    [{ to: ALICE, afetr: '2024-01-01T00:00:00Z' }],
    [{ to: ALICE, waitMs: -1 }],
    [{ to: ALICE, waitMs: 60_001 }],
    [{ to: ALICE, waitMs: '10s' }],
    [{}],
    [null],
    ['+15550100123'],
    ['x'.repeat(5_000_000)],
  ])('refuses to wait for %.60j', async (query) => {
    const inbox = createInbox();
    const wrong = query as unknown as WaitQuery;
    await expect(inbox.waitForCode(wrong)).rejects.toMatchObject({ code: 'INBOX_MISUSE' });
    await expect(inbox.waitForMessage(wrong)).rejects.toMatchObject({ code: 'INBOX_MISUSE' });
  });

  it.each([[{ limit: 0 }], [{ limit: 1.5 }], [{ to: null }], [{ after: {} }], [{ wait: 5 }], [null]])(
    'refuses to list %j',
    (query) => {
      const inbox = createInbox();
      const wrong = query as unknown as MessageQuery;
      expect(() => inbox.messages(wrong)).toThrow(expect.objectContaining({ code: 'INBOX_MISUSE' }));
    },
  );

  it('keeps the newest messages only, and ids of the others still count as after', async () => {
    const inbox = await startTestInbox({ maxMessages: 3 });
    const ids: string[] = [];
    for (const digit of [1, 2, 3, 4, 5])
      ids.push(await sendText(inbox, ALICE, `Your code is ${digit}${digit}${digit}${digit}`));
    expect(inbox.messages().map(({ code }) => code)).toEqual(['5555', '4444', '3333']);
    expect(inbox.messages({ after: ids[0] })).toHaveLength(3);
    expect(inbox.messages({ after: ids[3] })).toHaveLength(1);
  });

  it('forgets messages when cleared, goes on waiting, and keeps ids in order', async () => {
    const inbox = await startTestInbox();
    const after = await sendText(inbox, ALICE, 'Your code is 111111');
    const pending = inbox.waitForCode({ to: BOB });
    inbox.clear();
    expect(inbox.messages()).toEqual([]);
    await sendText(inbox, BOB, 'Your code is 222222');
    expect(await pending).toBe('222222');
    expect(inbox.messages({ after })).toHaveLength(1);
  });

  it('ends everything at once when closed, twice as well as once', async () => {
    const inbox = createInbox({ port: 0 });
    const url = await inbox.listen();
    const events = await fetch(`${url}/api/v1/events`);
    const end = events.text();
    const pending = inbox.waitForCode({ to: ALICE, waitMs: 60_000 });
    const rejected = expect(pending).rejects.toMatchObject({ code: 'INBOX_CLOSED' });
    await Promise.all([inbox.close(), inbox.close()]);
    await inbox.close();
    await rejected;
    expect(await end).toContain('retry:');
    await expect(fetch(url)).rejects.toThrow();
    await expect(inbox.listen()).rejects.toMatchObject({ code: 'INBOX_CLOSED' });
    await expect(inbox.waitForCode({ to: ALICE })).rejects.toMatchObject({ code: 'INBOX_CLOSED' });
  });

  it('closes when it never listened, and while it starts to', async () => {
    await createInbox().close();
    const inbox = createInbox({ port: 0 });
    const listening = inbox.listen();
    await inbox.close();
    await expect(fetch(await listening)).rejects.toThrow();
  });
});
