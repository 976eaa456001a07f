/** The client against the server itself: what one says, the other understands. */

import type { VerifyResult } from '@countersign/otp-core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOtpHandler } from '../index.ts';
import { allProblems, toProblemBody } from '../problems/problem.ts';
import {
  CHALLENGE,
  createScriptedEngine,
  type EngineScript,
  ISSUED,
  PHONE_NUMBER,
} from '../test-support/scripted-engine.ts';
import { createOtpClient, type OtpClientOptions } from './index.ts';
import { LANGUAGES } from './languages/index.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');

function arrange(
  script: EngineScript = {},
  options: Partial<OtpClientOptions> = {},
  { problemTypeBase }: { readonly problemTypeBase?: string | undefined } = {},
) {
  vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const engine = createScriptedEngine(script);
  const handler = createOtpHandler({
    engine,
    basePath: '/otp',
    clientAddress: () => '203.0.113.7',
    purposes: ['default', 'sign-in'],
    countries: ['DE', 'US'],
    clock: { now: () => Date.now() },
    ...(problemTypeBase === undefined ? {} : { problemTypeBase }),
  });
  const requests: Request[] = [];
  const client = createOtpClient({
    baseUrl: 'https://shop.example/otp/',
    locale: 'en',
    fetch: async (url, { body, ...init }) => {
      const request = new Request(url, { ...init, ...(body === null ? {} : { body }) });
      requests.push(request);
      return await handler(request);
    },
    ...options,
  });
  return { engine, client, requests };
}

/** A client whose server answers this, whatever it is asked. */
function answering(answer: () => Response | Promise<Response>, options: Partial<OtpClientOptions> = {}) {
  return createOtpClient({
    baseUrl: 'https://shop.example/otp',
    locale: 'en',
    fetch: async () => answer(),
    ...options,
  });
}

function problem(body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status: 400, headers });
}

describe('createOtpClient', () => {
  it('takes a number to verified, sending its purpose and language on', async () => {
    const { client, engine, requests } = arrange({}, { purpose: 'sign-in', locale: 'de-AT' });
    const sent = await client.request({ phoneNumber: PHONE_NUMBER });
    const { expiresAt, resendAt, codeLength, maskedTo } = ISSUED;
    expect(sent).toEqual({ ok: true, challenge: CHALLENGE, expiresAt, resendAt, codeLength, maskedTo });
    expect(engine.requests).toMatchObject([{ to: PHONE_NUMBER, purpose: 'sign-in', locale: 'de-AT' }]);
    expect(await client.resend({ challenge: CHALLENGE })).toEqual(sent);
    expect(engine.resends).toMatchObject([{ challenge: CHALLENGE, purpose: 'sign-in', locale: 'de-AT' }]);
    expect(await client.check({ challenge: CHALLENGE, code: '493 027' })).toEqual({
      ok: true,
      phoneNumber: PHONE_NUMBER,
      purpose: 'default',
    });
    expect(engine.verifications).toMatchObject([{ challenge: CHALLENGE, code: '493 027', purpose: 'sign-in' }]);
    expect(await client.cancel({ challenge: CHALLENGE })).toEqual({ ok: true });
    expect(engine.cancellations).toMatchObject([{ challenge: CHALLENGE, purpose: 'sign-in' }]);
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([
      '/otp/verifications',
      '/otp/verifications/resend',
      '/otp/verifications/check',
      '/otp/verifications/cancel',
    ]);
  });

  it('asks for the countries that codes are sent to', async () => {
    const { client } = arrange();
    expect(await client.countries()).toEqual({ ok: true, countries: ['DE', 'US'] });
  });

  it('hands a proof on where the server makes one', async () => {
    const client = answering(() => Response.json({ verified: true, phoneNumber: '+1', purpose: 'a', proof: 'a.b.c' }));
    expect(await client.check({ challenge: 'a', code: '1' })).toMatchObject({ ok: true, proof: 'a.b.c' });
  });

  it.each<[VerifyResult, object]>([
    [
      { ok: false, reason: 'mismatch', attemptsLeft: 3 },
      { reason: 'mismatch', attemptsLeft: 3 },
    ],
    [{ ok: false, reason: 'expired' }, { reason: 'challenge-not-active' }],
    [
      { ok: false, reason: 'malformed', field: 'code' },
      { reason: 'malformed', field: 'code' },
    ],
    [
      { ok: false, reason: 'rate-limited', retryAt: new Date('2026-03-01T13:00:00.000Z') },
      { reason: 'rate-limited', retryAt: new Date('2026-03-01T13:00:00.000Z') },
    ],
  ])('tells what the engine said: %j', async (said, expected) => {
    const { client } = arrange({ verify: () => said });
    expect(await client.check({ challenge: CHALLENGE, code: '1' })).toEqual({ ok: false, ...expected });
  });

  it.each(allProblems())('knows the problem $code by its name and has words for it in every language', async (each) => {
    const client = answering(() => problem(toProblemBody(each)));
    const failure = await client.request({ phoneNumber: PHONE_NUMBER });
    expect(failure).toMatchObject({ ok: false, reason: each.code });
    if (failure.ok) throw new Error('it succeeded');
    for (const locale of ['en', ...Object.keys(LANGUAGES)]) {
      const { explain } = createOtpClient({ baseUrl: 'https://shop.example', locale, languages: LANGUAGES });
      expect(explain(failure)).toMatch(/^[^{}]{8,}$/);
    }
  });

  it.each([
    undefined,
    'https://shop.example/problems#',
    'https://shop.example/problems/',
    'urn:shop:problems:',
    'urn:shop:',
  ])('knows the problems of a server whose types begin with %j, and is not told so', async (problemTypeBase) => {
    const verify = (): VerifyResult => ({ ok: false, reason: 'mismatch', attemptsLeft: 2 });
    const { client } = arrange({ verify }, {}, { problemTypeBase });
    const checked = await client.check({ challenge: CHALLENGE, code: '1' });
    expect(checked).toEqual({ ok: false, reason: 'mismatch', attemptsLeft: 2 });
  });

  it('takes what is no answer of these routes for none', async () => {
    const answers = [
      () => new Response('<h1>502</h1>', { status: 502 }),
      () => new Response('[]', { status: 429 }),
      () => problem({ type: 'about:blank', code: 'mismatch' }),
      () => problem({ code: 'mismatch' }),
      () => problem({ type: 'urn:problem-type:countersign:mismatch' }),
      () => problem({ type: 'urn:problem-type:countersign:', code: '' }),
      () => problem({ type: 'urn:problem-type:countersign:locked', code: 'mismatch' }),
      () => problem({ type: 'https://gateway.example/problems/mismatch', code: 'MISMATCH' }),
      () => problem({ type: 'https://gateway.example/problems/no-mismatch', code: 'mismatch' }),
      () => problem({ type: 'https://gateway.example/problems/mismatch/2', code: 'mismatch' }),
      () => problem({ type: 'https://gateway.example/problems/quota', code: 'quota' }),
      () => problem({ type: 'https://gateway.example/problems/constructor', code: 'constructor' }),
      () => problem({ type: 'https://gateway.example/problems/mismatch', code: ['mismatch'] }),
      () => problem({ type: 'mismatch', code: 'mismatch' }),
      () => new Response('<p>hello</p>'),
      () => Response.json({ hello: 'you' }),
      () => new Response('null'),
    ];
    for (const answer of answers) {
      const client = answering(answer);
      expect(await client.request({ phoneNumber: '1' })).toEqual({ ok: false, reason: 'unexpected-answer' });
      expect(await client.check({ challenge: 'a', code: '1' })).toEqual({ ok: false, reason: 'unexpected-answer' });
      expect(await client.countries()).toEqual({ ok: false, reason: 'unexpected-answer' });
    }
  });

  it('gives times by the clock of this browser, however wrong that goes', async () => {
    const { client } = arrange(
      {},
      {
        fetch: async () =>
          Response.json(
            { ...ISSUED, challenge: CHALLENGE },
            { headers: { date: new Date('2026-03-01T11:00:00.000Z').toUTCString() } },
          ),
      },
    );
    expect(await client.request({ phoneNumber: '1' })).toMatchObject({
      resendAt: new Date(ISSUED.resendAt.getTime() + 3_600_000),
      expiresAt: new Date(ISSUED.expiresAt.getTime() + 3_600_000),
    });
  });

  it('is unreachable where no answer comes, and repeats the request under the same key within a minute', async () => {
    const keys: (string | undefined)[] = [];
    const { client } = arrange(
      {},
      {
        fetch: async (_url, { headers }) => {
          keys.push(headers['idempotency-key']);
          throw new TypeError('Failed to fetch');
        },
      },
    );
    expect(await client.request({ phoneNumber: '1' })).toEqual({ ok: false, reason: 'unreachable' });
    await client.request({ phoneNumber: '1' });
    await client.request({ phoneNumber: '2' });
    await client.request({ phoneNumber: '1' });
    await vi.advanceTimersByTimeAsync(61_000);
    await client.request({ phoneNumber: '1' });
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(4);
    for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{16,256}$/);
  });

  it('goes without keys where the server takes none', async () => {
    const keys: (string | undefined)[] = [];
    const client = answering(() => new Response(), {
      fetch: async (_url, { headers }) => {
        keys.push(headers['idempotency-key']);
        if (headers['idempotency-key'] === undefined) return Response.json(ISSUED);
        return problem({
          type: 'urn:problem-type:countersign:idempotency-unavailable',
          code: 'idempotency-unavailable',
        });
      },
    });
    for (const phoneNumber of ['1', '2']) {
      expect(await client.request({ phoneNumber })).toMatchObject({ ok: true });
    }
    expect(keys).toEqual([expect.any(String), undefined, undefined]);
  });

  it('ends a call after its time, or when told to', async () => {
    const { client } = arrange(
      {},
      {
        timeoutMs: 5_000,
        fetch: () => new Promise(() => {}),
      },
    );
    const late = client.check({ challenge: 'a', code: '1' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await late).toEqual({ ok: false, reason: 'unreachable' });
    const controller = new AbortController();
    const aborted = client.cancel({ challenge: 'a', signal: controller.signal });
    controller.abort();
    expect(await aborted).toEqual({ ok: false, reason: 'client-closed-request' });
    expect(await client.resend({ challenge: 'a', signal: controller.signal })).toMatchObject({ ok: false });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each(['', 'otp', 'http://', undefined, 7])('refuses %j as a baseUrl outside of a page', (baseUrl) => {
    expect(() => createOtpClient({ baseUrl: baseUrl as string })).toThrow(TypeError);
  });
});

describe('explain', () => {
  const explainIn = (locale: string) =>
    createOtpClient({ baseUrl: 'https://shop.example', locale, languages: LANGUAGES });

  it('says how long, in units that a person uses', () => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const explain = (waitMs: number, locale = 'en') =>
      explainIn(locale).explain({ ok: false, reason: 'cooldown', retryAt: new Date(NOW.getTime() + waitMs) });
    expect(explain(12_000)).toBe('A code was sent a moment ago. You can send again in 12 seconds.');
    expect(explain(-1)).toContain('in 1 second.');
    expect(explain(180_000)).toContain('in 3 minutes.');
    expect(explain(23 * 3_600_000)).toContain('in 23 hours.');
    expect(explain(180_000, 'de-CH')).toContain('in 3 Minuten.');
    expect(explain(180_000, 'ar-EG')).toMatch(/3|ثلاث/);
  });

  it('names the buttons by the words that they bear', () => {
    for (const locale of ['en', ...Object.keys(LANGUAGES)]) {
      const { explain, words } = explainIn(locale);
      expect(explain({ ok: false, reason: 'challenge-not-active' })).toContain(words.sendNewCode);
      expect(explain({ ok: false, reason: 'mismatch', attemptsLeft: 0 })).toContain(words.sendNewCode);
      expect(explain({ ok: false, reason: 'outcome-unknown' })).toContain(words.sendNewCode);
      expect(explain({ ok: false, reason: 'mismatch', attemptsLeft: 2 })).toContain('2');
    }
  });

  it('chooses the language by its tag, then by its first part, else English', () => {
    const words = (locale: string) => explainIn(locale).words.sendAgain;
    expect([words('pt-BR'), words('pt'), words('pt-PT')]).toEqual(Array(3).fill('Enviar de novo'));
    expect([words('DE'), words('de-Latn-AT')]).toEqual(Array(2).fill('Erneut senden'));
    expect([words('sw'), words('en-GB'), words('')]).toEqual(Array(3).fill('Send again'));
  });
});

describe('countdown', () => {
  it('tells whole seconds at once and on each, ends with 0, and can be stopped', async () => {
    const { client } = arrange();
    const told: number[] = [];
    client.countdown(new Date(NOW.getTime() + 2_500), (seconds) => told.push(seconds));
    expect(told).toEqual([3]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual([3, 2, 1, 0]);
    const stop = client.countdown(new Date(Date.now() + 5_000), (seconds) => told.push(seconds));
    stop();
    client.countdown(new Date(Date.now() - 1), (seconds) => told.push(seconds));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual([3, 2, 1, 0, 5, 0]);
  });
});

describe('receiveCode', () => {
  it('is null where the browser has no WebOTP', async () => {
    expect(await arrange().client.receiveCode()).toBeNull();
  });

  it('gives the code of the message, and null where the wait ends without one', async () => {
    const get = vi.fn(async (): Promise<{ code?: string } | null> => ({ code: '493027' }));
    vi.stubGlobal('OTPCredential', class {});
    vi.stubGlobal('navigator', { credentials: { get } });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { client } = arrange();
    const { signal } = new AbortController();
    expect(await client.receiveCode({ signal })).toBe('493027');
    expect(get).toHaveBeenCalledWith({ otp: { transport: ['sms'] }, signal });
    get.mockRejectedValueOnce(new DOMException('aborted', 'AbortError')).mockResolvedValueOnce(null);
    expect([await client.receiveCode(), await client.receiveCode()]).toEqual([null, null]);
  });
});
