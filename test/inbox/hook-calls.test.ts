/** The inbox plays every platform against a real hook, whose messages come back to it: by its API, and in process. */
import { createServer } from 'node:http';
import type { PlatformOptions } from '@countersign/otp-hooks';
import {
  createInbox,
  type Inbox,
  type InboxHookCall,
  type InboxHookPlay,
  type InboxOptions,
} from '@countersign/otp-inbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PLATFORM_OPTIONS } from '../../packages/otp-hooks/src/test-support/platform-options.ts';
import { type Behaviour, listen, startHook } from './support/start-hook.ts';

const NUMBER = '+15550100123';
const TRIES = { supabase: 3, logto: 2, kratos: 6, okta: 2, zitadel: 3, authgear: 2, clerk: 8, generic: 3 } as const;
const EACH = PLATFORM_OPTIONS.map((options) => [options.platform, options] as const);

async function startInbox(options: InboxOptions = {}): Promise<Inbox> {
  const inbox = createInbox({ port: 0, ...options });
  await inbox.listen();
  onTestFinished(() => inbox.close());
  return inbox;
}

async function open(platform: PlatformOptions, ...behaviours: Behaviour[]) {
  const inbox = await startInbox();
  const url = await startHook(inbox, platform, ...behaviours);
  return { inbox, call: { ...platform, url, to: NUMBER, pauseMs: 0 } as InboxHookCall };
}

/** Of the right shape, and nobody's. */
const OTHER = Buffer.alloc(24, 'somebody else').toString('base64');

function otherCredential(options: PlatformOptions): object {
  const { platform } = options;
  if (!('secret' in options) || options.secret === undefined) return { authorization: `Bearer ${OTHER}` };
  return { secret: platform === 'authgear' || platform === 'zitadel' ? OTHER : `whsec_${OTHER}` };
}

const verdictsOf = ({ attempts }: InboxHookPlay) => attempts.map(({ verdict }) => verdict);

function post(inbox: Inbox, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${inbox.url}/api/v1/hook-calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

describe.each(EACH)('callHook as %s', (name, platform) => {
  it('makes all its calls, and a hook that keeps its word sends one message', async () => {
    const { inbox, call } = await open(platform);
    const play = await inbox.callHook({ ...call, repeat: 'always' });
    expect(play).toMatchObject({ platform: name, to: NUMBER, messages: 1 });
    expect(verdictsOf(play)).toEqual(Array.from({ length: TRIES[name] }, () => 'taken'));
    expect(await inbox.waitForCode({ to: NUMBER })).toBe(play.code);
  });

  it('finds every name of this machine here, whatever a name server says', async () => {
    const { inbox, call } = await open(platform);
    const url = call.url.replace('127.0.0.1', 'my-app.localhost');
    expect(verdictsOf(await inbox.callHook({ ...call, url, repeat: 'once' }))).toEqual(['taken']);
  });

  it('does not ask again after an answer that it takes', async () => {
    const { inbox, call } = await open(platform);
    const play = await inbox.callHook(call);
    expect([verdictsOf(play), play.messages]).toEqual([['taken'], 1]);
  });

  it('says what it makes of a message that was refused, and asks again only where it does', async () => {
    const { inbox, call } = await open(platform, 'refuse');
    const play = await inbox.callHook(call);
    const hasQueue = ['kratos', 'zitadel', 'clerk', 'generic'].includes(name);
    expect(verdictsOf(play)).toEqual(hasQueue ? ['asks-again', 'taken'] : ['failed']);
    expect(play.messages).toBe(hasQueue ? 1 : 0);
    if (!hasQueue) expect(play.attempts[0]?.message).toContain('Try again in a moment.');
  });

  it('is refused with a wrong credential, and tells none', async () => {
    const { inbox, call } = await open(platform);
    const response = await post(inbox, { ...call, ...otherCredential(platform), repeat: 'once' });
    const text = await response.text();
    const [attempt, end] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(attempt).toMatchObject({ type: 'attempt', attempt: 1, status: 401 });
    expect(attempt.verdict).not.toBe('taken');
    expect(end).toMatchObject({ type: 'end', messages: 0 });
    expect(text).not.toContain(OTHER);
  });
});

describe('POST /api/v1/hook-calls', () => {
  const LOGTO = EACH.find(([name]) => name === 'logto')?.[1] as PlatformOptions;
  const KRATOS = EACH.find(([name]) => name === 'kratos')?.[1] as PlatformOptions;

  it('answers a line for each call as it ends, and then the whole', async () => {
    const { inbox, call } = await open(LOGTO);
    const response = await post(inbox, { ...call, code: '493027', repeat: 'always' });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      {
        type: 'attempt',
        attempt: 1,
        status: 204,
        verdict: 'taken',
        message: null,
        body: '',
        durationMs: expect.any(Number),
      },
      {
        type: 'attempt',
        attempt: 2,
        status: 204,
        verdict: 'taken',
        message: null,
        body: '',
        durationMs: expect.any(Number),
      },
      { type: 'end', platform: 'logto', to: NUMBER, code: '493027', messages: 1 },
    ]);
  });

  it('tells the first call before the second is answered', async () => {
    const inbox = await startInbox();
    const answers: Array<() => void> = [];
    const url = await listen(
      createServer((_request, response) => void answers.push(() => response.writeHead(503).end())),
    );
    const response = await post(inbox, { ...KRATOS, url, to: NUMBER, pauseMs: 0 });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await expect.poll(() => answers.length).toBe(1);
    answers[0]?.();
    const { value } = await reader.read();
    expect(JSON.parse(new TextDecoder().decode(value))).toMatchObject({ attempt: 1, verdict: 'asks-again' });
    await expect.poll(() => answers.length).toBe(2);
    await reader.cancel();
    answers[1]?.();
    // Nobody reads any more: nothing is asked any more.
    await new Promise((resolve) => setImmediate(resolve));
    await post(inbox, {});
    expect(answers).toHaveLength(2);
  });

  it.each([
    ['no JSON', '{', 'application/json', 400, 'malformed-request'],
    ['another type, which a foreign page could send', '{}', 'text/plain', 415, 'unsupported-media-type'],
    ['no object', '[]', 'application/json', 400, 'invalid-parameter'],
    ['nothing', '{}', 'application/json', 400, 'invalid-parameter'],
  ])('refuses %s', async (_what, body, type, status, code) => {
    const inbox = await startInbox();
    const headers = { 'content-type': type };
    const response = await fetch(`${inbox.url}/api/v1/hook-calls`, { method: 'POST', headers, body });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  it('refuses what a foreign page asks for', async () => {
    const { inbox, call } = await open(LOGTO);
    const response = await post(inbox, call, { origin: 'http://localhost:9999' });
    expect(response.status).toBe(403);
    expect(inbox.messages()).toEqual([]);
  });

  it.each([
    ['a field that is not known', { sender: 'x' }, 'has a field that is not known'],
    ['a platform that is not known', { platform: 'myspace' }, "platform must be 'supabase'"],
    ['no credential', { authorization: undefined }, 'authorization must be the whole header'],
    ['a number that is none', { to: '0155' }, 'needs to'],
    ['a code with letters', { code: 'abcdef' }, '4 to 10 digits'],
    ['a repeat that is none', { repeat: 'forever' }, 'once, as-platform, always'],
    ['a pause that is too long', { pauseMs: 60_000 }, 'pauseMs'],
    ['no address', { url: 'localhost:3000' }, 'needs a url'],
    ['a file', { url: 'file:///etc/passwd' }, 'needs a url'],
    ['an address with a password', { url: 'http://user:word@127.0.0.1/' }, 'needs a url'],
    ['another machine', { url: 'http://10.0.0.1/hook' }, 'hookHosts'],
    ['the metadata of a cloud', { url: 'http://169.254.169.254/latest/' }, 'hookHosts'],
    ['a name that only begins like this machine', { url: 'http://127.0.0.1.example.com/' }, 'hookHosts'],
  ])('refuses %s, in a sentence without a credential', async (_what, change, words) => {
    const { inbox, call } = await open(LOGTO);
    const response = await post(inbox, { ...call, ...change });
    const { detail } = (await response.json()) as { detail: string };
    expect(response.status).toBe(400);
    expect(detail).toContain(words);
    expect(detail).not.toContain(String((call as { authorization: string }).authorization));
    await expect(inbox.callHook({ ...call, ...change } as InboxHookCall)).rejects.toMatchObject({
      code: 'INBOX_MISUSE',
    });
  });

  it('calls this machine only where nobody else can have it called, and other hosts where they are allowed', async () => {
    const token = 'a-token-of-the-tests-long-enough';
    const guarded = await startInbox({ host: '0.0.0.0', token });
    const url = await listen(createServer((_request, response) => void response.writeHead(204).end()));
    const call = { ...LOGTO, url, to: NUMBER, repeat: 'once' } as InboxHookCall;
    await expect(guarded.callHook(call)).rejects.toThrow('calls no other');
    const allowed = await startInbox({ host: '0.0.0.0', token, hookHosts: ['127.0.0.1'] });
    expect(verdictsOf(await allowed.callHook(call))).toEqual(['taken']);
  });

  it.each([
    ['LOCALHOST', 'http://localhost:1/'],
    ['localhost.', 'http://localhost:1/'],
    ['localhost', 'http://LocalHost.:1/'],
    ['::1', 'http://[::1]:1/'],
    ['[::1]', 'http://[0:0:0:0:0:0:0:1]:1/'],
    ['[0:0:0:0:0:0:0:1]', 'http://[::1]:1/'],
    ['127.1', 'http://127.0.0.1:1/'],
    ['BÜCHER.localhost', 'http://xn--bcher-kva.localhost:1/'],
  ])('allows with the host %s the address %s, however they are written', async (host, url) => {
    const inbox = await startInbox({ host: '0.0.0.0', token: 'a-token-of-the-tests-long-enough', hookHosts: [host] });
    const call = (to: string) => inbox.callHook({ ...LOGTO, url: to, to: NUMBER, repeat: 'once' } as InboxHookCall);
    expect(verdictsOf(await call(url))).toEqual(['unreachable']);
    await expect(call('http://10.0.0.1/')).rejects.toThrow('calls no other');
  });

  it('follows no redirect', async () => {
    const inbox = await startInbox();
    let calls = 0;
    const target = await listen(createServer((_request, response) => void response.writeHead(++calls && 204).end()));
    const url = await listen(
      createServer((_request, response) => void response.writeHead(307, { location: target }).end()),
    );
    const play = await inbox.callHook({ ...LOGTO, url, to: NUMBER } as InboxHookCall);
    expect([play.attempts[0]?.status, calls]).toEqual([307, 0]);
  });

  it('says that nothing listens, and asks as often as the platform does', async () => {
    const inbox = await startInbox();
    const server = createServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const play = await inbox.callHook({ ...KRATOS, url, to: NUMBER, pauseMs: 0 } as InboxHookCall);
    expect(verdictsOf(play)).toEqual(Array.from({ length: 6 }, () => 'unreachable'));
  });

  it('keeps the deadline of the platform, whose own vendor then sends', async () => {
    const inbox = await startInbox();
    const url = await listen(createServer(() => undefined));
    const okta = EACH.find(([name]) => name === 'okta')?.[1] as PlatformOptions;
    const play = await inbox.callHook({ ...okta, url, to: NUMBER } as InboxHookCall);
    expect(verdictsOf(play)).toEqual(['no-answer', 'sends-itself']);
    for (const { durationMs } of play.attempts) {
      expect(durationMs).toBeGreaterThanOrEqual(2_990);
      expect(durationMs).toBeLessThan(4_500);
    }
  }, 15_000);

  it('counts a second message as one', async () => {
    const inbox = await startInbox();
    const url = await listen(
      createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const { to, payload } = JSON.parse(Buffer.concat(chunks).toString());
        const body = new URLSearchParams({ phone: `+${to}`, message: `Your code is ${payload.code}.` });
        await fetch(inbox.gatewayEndpoint, { method: 'POST', body });
        response.writeHead(204).end();
      }),
    );
    const play = await inbox.callHook({ ...LOGTO, url, to: NUMBER, repeat: 'always', pauseMs: 0 } as InboxHookCall);
    expect(play.messages).toBe(2);
  });

  it('plays at most eight at a time, and ends them when the inbox is closed', async () => {
    const inbox = await startInbox();
    const url = await listen(createServer(() => undefined));
    const call = { ...LOGTO, url, to: NUMBER } as InboxHookCall;
    const plays = Array.from({ length: 8 }, () => inbox.callHook(call));
    const response = await post(inbox, call);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([503, 'too-many-hook-calls']);
    await inbox.close();
    for (const play of await Promise.all(plays)) expect(play.attempts.length).toBeLessThanOrEqual(1);
  });
});
