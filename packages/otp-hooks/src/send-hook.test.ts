/** What every platform may rely on, whichever it is. */
import { OtpStoreError } from '@countersign/otp-core';
import { createMemoryOnceStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import type { ClaimOutcome, OnceStore, RateLimitOutcome, SmsSender } from '@countersign/otp-core/spec';
import { withFailover } from '@countersign/otp-routing';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it, vi } from 'vitest';
import { findPlatform } from './platforms/find-platform.ts';
import { createPlatformPlayer } from './play/index.ts';
import { signCall } from './play/sign-call.ts';
import { credentialsOf } from './proof/credentials.ts';
import { createSendHook } from './send-hook.ts';
import { CODE, CODE_TO_SEND, CONFIDENTIAL, createHookBed, PHONE_NUMBER, requestOf } from './test-support/hook-bed.ts';
import { KEY_SECRET, optionsOf, PLATFORMS, SUPABASE_SECRET } from './test-support/platform-options.ts';

const ANOTHER_CODE = { ...CODE_TO_SEND, code: '100200', sendId: 'request-2' };

/** A store that fails in one of its verbs, as often as told. */
function storeThatFails(verb: 'claim' | 'record' | 'release', how: 'rejects' | 'hangs' | 'throws'): OnceStore {
  const fail = () => {
    const error = new OtpStoreError('OTP_STORE_UNAVAILABLE', 'The store is down.');
    if (how === 'throws') throw error;
    return how === 'rejects' ? Promise.reject(error) : new Promise<never>(() => undefined);
  };
  return { ...createMemoryOnceStore(), [verb]: fail };
}

describe.each(PLATFORMS)('createSendHook for %s', (name, options) => {
  it('sends one message with our text, and the platform takes the code for sent', async () => {
    const { ask, sender, events } = createHookBed(options);
    const answer = await ask();
    expect(answer.verdict).toEqual({ status: 'taken' });
    expect(sender.messages).toEqual([
      {
        to: PHONE_NUMBER,
        text: expect.stringContaining(`Acme code is ${CODE}`),
        ttlMs: expect.any(Number),
        code: CODE,
        purpose: expect.stringMatching(/^[\x21-\x7e]+$/),
        appName: 'Acme',
        ...(sender.messages[0]?.locale === undefined ? {} : { locale: expect.stringMatching(/^[a-z]{2}/i) }),
      },
    ]);
    expect(events.map(({ type }) => type)).toEqual(['message-accepted']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('answers a retry as the first try and sends nothing', async () => {
    const { ask, sender, events } = createHookBed(options);
    const first = await ask();
    const again = await ask();
    expect({ ...again, headers: null }).toEqual({ ...first, headers: null });
    expect(sender.messages).toHaveLength(1);
    expect(events.map(({ type }) => type)).toEqual(['message-accepted', 'request-repeated']);
  });

  it('sends once for twenty calls at once, and all are successes', async () => {
    const { ask, sender } = createHookBed(options);
    sender.behave('hang');
    const calls = Array.from({ length: 20 }, () => ask());
    await vi.waitFor(() => expect(sender.messages).toHaveLength(1));
    sender.release({ status: 'accepted', messageId: 'm-1' });
    const answers = await Promise.all(calls);
    expect(sender.messages).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers.every(({ verdict }) => verdict.status === 'taken')).toBe(true);
  });

  it('sends the code of a person’s own resend', async () => {
    const { ask, sender } = createHookBed(options);
    await ask();
    expect((await ask(ANOTHER_CODE)).verdict).toEqual({ status: 'taken' });
    expect(sender.messages).toHaveLength(2);
  });

  it.each(['leave-unknown', 'throw', 'answer-nonsense'] as const)(
    'takes a message that may have left (%s) for sent, once and for all',
    async (behaviour) => {
      const { ask, sender, events } = createHookBed(options);
      sender.behave(behaviour);
      const first = await ask();
      const again = await ask();
      expect([first.verdict, again.verdict]).toEqual([{ status: 'taken' }, { status: 'taken' }]);
      expect(sender.messages).toHaveLength(1);
      expect(events.map(({ type }) => type)).toEqual(['message-uncertain', 'request-repeated']);
    },
  );

  it('answers within its deadline when the provider hangs, and sends nothing with the retry', async () => {
    const deadlineMs = 600;
    const { ask, sender, events } = createHookBed(options, { deadlineMs });
    sender.behave('hang');
    const startedMs = performance.now();
    expect((await ask()).verdict).toEqual({ status: 'taken' });
    expect(performance.now() - startedMs).toBeLessThan(deadlineMs + 200);
    expect((await ask()).verdict).toEqual({ status: 'taken' });
    // The provider's own word comes too late to change anything.
    sender.release({
      status: 'refused',
      failure: { category: 'unavailable', retryable: true, providerId: 'x', message: '' },
    });
    await vi.waitFor(() => expect(events.at(-1)?.type).toBe('provider-answered-late'));
    expect((await ask()).verdict).toEqual({ status: 'taken' });
    expect(sender.messages).toHaveLength(1);
  });

  it('says that nothing was sent when the provider refuses, and sends with the retry', async () => {
    const { ask, sender } = createHookBed(options);
    sender.behave('refuse');
    const first = await ask();
    expect(first.verdict.status).not.toBe('taken');
    if (first.verdict.status === 'failed' && first.verdict.message !== null) {
      expect(first.verdict.message).toContain('This phone number cannot receive codes');
    }
    expect((await ask()).verdict).toEqual({ status: 'taken' });
    expect((await ask()).verdict).toEqual({ status: 'taken' });
    // One refused, one that left.
    expect(sender.messages).toHaveLength(2);
  });

  it.each(['rejects', 'hangs', 'throws'] as const)('sends nothing when the store %s, and says so', async (how) => {
    const { ask, sender, events } = createHookBed(options, { once: storeThatFails('claim', how), deadlineMs: 500 });
    expect((await ask()).verdict.status).not.toBe('taken');
    expect(sender.messages).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(['store-failed', 'request-refused']);
  });

  it.each(['rejects', 'hangs'] as const)('takes the message for sent when recording it %s', async (how) => {
    const { ask, sender, events } = createHookBed(options, { once: storeThatFails('record', how), deadlineMs: 500 });
    expect((await ask()).verdict).toEqual({ status: 'taken' });
    expect((await ask()).verdict).toEqual({ status: 'taken' });
    expect(sender.messages).toHaveLength(1);
    expect(events[1]).toMatchObject({ type: 'store-failed', operation: 'record' });
  });

  it('sends with the retry when the first claim came too late to be used', async () => {
    const memory = createMemoryOnceStore();
    let isSlow = true;
    const late: Array<() => void> = [];
    const once: OnceStore = {
      ...memory,
      claim: async (input) => {
        const outcome = await memory.claim(input);
        if (isSlow) await new Promise<void>((resolve) => late.push(resolve));
        return outcome;
      },
    };
    const { ask, sender } = createHookBed(options, { once, deadlineMs: 500 });
    expect((await ask()).verdict.status).not.toBe('taken');
    isSlow = false;
    for (const answer of late) answer();
    await vi.waitFor(async () => expect((await ask()).verdict).toEqual({ status: 'taken' }));
    expect(sender.messages).toHaveLength(1);
  });

  it('refuses beyond a limit by number, and the retry sends once the limit allows it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const { ask, sender, events } = createHookBed(options, {
        rateLimiter: createMemoryRateLimiter(),
        limits: { perNumber: [{ max: 1, durationMs: 60_000 }] },
      });
      await ask({ ...CODE_TO_SEND, madeAtMs: Date.now() });
      const second = { ...ANOTHER_CODE, madeAtMs: Date.now() };
      const limited = await ask(second);
      expect(limited.verdict.status).not.toBe('taken');
      expect(events.at(-1)).toMatchObject({ type: 'request-refused', reason: 'rate-limited', limit: 'number' });
      expect(sender.messages).toHaveLength(1);
      vi.setSystemTime(Date.now() + 120_000);
      expect((await ask(second)).verdict).toEqual({ status: 'taken' });
      expect(sender.messages).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('sends nothing when the limiter is down, and the retry sends', async () => {
    const limiter = createMemoryRateLimiter();
    let isDown = true;
    const { ask, sender } = createHookBed(options, {
      rateLimiter: {
        ...limiter,
        take: (windows, nowMs) =>
          isDown ? Promise.reject(new OtpStoreError('OTP_STORE_UNAVAILABLE', 'down')) : limiter.take(windows, nowMs),
      },
    });
    expect((await ask()).verdict.status).not.toBe('taken');
    expect(sender.messages).toEqual([]);
    isDown = false;
    expect((await ask()).verdict).toEqual({ status: 'taken' });
  });

  it('tells the limiter how long it waits, and the store of claims nothing: a late claim has to be heard', async () => {
    const limiter = createMemoryRateLimiter();
    const memory = createMemoryOnceStore();
    const told: [string, unknown][] = [];
    const { ask } = createHookBed(options, {
      rateLimiter: {
        ...limiter,
        take(windows, nowMs, callOptions) {
          told.push(['take', callOptions?.timeoutMs]);
          return limiter.take(windows, nowMs, callOptions);
        },
      },
      once: {
        ...memory,
        claim(input, callOptions) {
          told.push(['claim', callOptions?.timeoutMs]);
          return memory.claim(input, callOptions);
        },
      },
    });
    expect((await ask()).verdict).toEqual({ status: 'taken' });
    expect(told).toEqual([
      ['claim', undefined],
      ['take', 1_250],
    ]);
  });

  it('sends nothing to an impossible number', async () => {
    const { ask, sender, events } = createHookBed(options);
    for (const phoneNumber of ['+0123456789', '+12', '+1415555012345678', '+1415555ABCD']) {
      expect((await ask({ ...CODE_TO_SEND, phoneNumber })).verdict.status).not.toBe('taken');
    }
    expect(sender.messages).toEqual([]);
    expect(new Set(events.map((event) => (event.type === 'request-refused' ? event.reason : event.type)))).toEqual(
      new Set(['invalid-phone-number']),
    );
  });

  it('sends nothing where the number parser allows no destination', async () => {
    const { ask, sender } = createHookBed(options, { phone: { parse: () => ({ status: 'not-allowed' }) } });
    expect((await ask()).verdict.status).not.toBe('taken');
    expect(sender.messages).toEqual([]);
  });

  it('shows neither number nor code in events, errors, answers and what the store keeps', async () => {
    const kept: unknown[] = [];
    const memory = createMemoryOnceStore();
    const spying: OnceStore = {
      ...memory,
      claim: (input) => {
        kept.push(input);
        return memory.claim(input);
      },
      record: (input) => {
        kept.push(input);
        return memory.record(input);
      },
    };
    const { ask, sender, events, errors } = createHookBed(options, { once: spying });
    const answers: string[] = [];
    for (const behaviour of ['throw', 'refuse', 'leave-unknown', 'accept', 'answer-nonsense'] as const) {
      sender.behave(behaviour);
      answers.push((await ask({ ...CODE_TO_SEND, sendId: behaviour, userId: behaviour })).body);
    }
    answers.push((await ask({ ...CODE_TO_SEND, phoneNumber: '+1415555' })).body);
    const shown = JSON.stringify([events, errors.map(String), answers, kept]);
    for (const secret of [...CONFIDENTIAL, '1415555']) expect(shown).not.toContain(secret);
  });

  it('takes no purpose that holds the number or the code into an event', async () => {
    for (const word of [`login-${CODE}`, `to:${PHONE_NUMBER}`, `${PHONE_NUMBER.slice(1)}`, `a ${CODE}`]) {
      const { player, send, sender, events } = createHookBed(options);
      const { body } = await player.write(CODE_TO_SEND);
      const leaking = body
        .replace('"sms":{', '"sms":{"sms_type":"sign-in",')
        .replace(
          /"(sms_type|type|template_type|requestType|eventType|template_name|slug|purpose)":"(?!sms\.created|com\.okta\.telephony)[^"]*"/,
          `"$1":"${word}"`,
        );
      expect(leaking).toContain(word);
      await send(await signed(name, leaking));
      expect(sender.messages).toHaveLength(1);
      expect(events).toMatchObject([{ type: 'message-accepted', purpose: 'default' }]);
      expect(sender.messages[0]?.purpose).toBe('default');
    }
  });

  it('answers a body that is no code of the platform in the platform’s own form', async () => {
    const { player, send, sender } = createHookBed(options);
    expect(sender.messages).toEqual([]);
    for (const body of ['', 'null', '[]', '"text"', '{', '{}', '{"to":{}}', '{"__proto__":{"to":"+14155550123"}}']) {
      const answer = await send(await signed(name, body));
      expect(answer.verdict.status).not.toBe('taken');
      expect(answer.status).not.toBe(401);
    }
    expect(sender.messages).toEqual([]);
    expect(player.platform).toBe(name);
  });

  it('refuses more than 200 kB', async () => {
    const { player, send, sender } = createHookBed(options);
    const { headers, body } = await player.write(CODE_TO_SEND);
    const answer = await send({ headers, body: `${body}${' '.repeat(200 * 1024)}` });
    expect(answer.verdict.status).not.toBe('taken');
    expect(sender.messages).toEqual([]);
  });

  it('is asked by POST alone', async () => {
    const { hook } = createHookBed(options);
    const response = await hook(new Request('https://hooks.example/', { method: 'GET' }));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('answers within its deadline when the body never ends', async () => {
    const { hook, sender } = createHookBed(options, { deadlineMs: 500 });
    const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
    const response = await hook(new Request('https://hooks.example/', { method: 'POST', body, duplex: 'half' }));
    expect(response.status).not.toBe(204);
    expect(sender.messages).toEqual([]);
  });
});

describe('createSendHook', () => {
  it.each([500, 600, 1_000])(
    'stops a sender that looks at its signal only after the time that it was told, and hears its word, within %i ms',
    async (deadlineMs) => {
      let toldMs = 0;
      let stoppedAfterMs = 0;
      const failure = {
        category: 'unavailable',
        retryable: true,
        providerId: 'listening',
        message: 'Stopped.',
      } as const;
      const sender: SmsSender = {
        specificationVersion: 'v1',
        kind: 'sms-sender',
        providerId: 'listening',
        send: (_message, { signal, timeoutMs = 0 } = {}) => {
          toldMs = timeoutMs;
          const startedMs = performance.now();
          return new Promise((resolve) => {
            signal?.addEventListener('abort', () => {
              stoppedAfterMs = performance.now() - startedMs;
              resolve({ status: 'refused', failure });
            });
          });
        },
      };
      const { ask, events } = createHookBed(optionsOf('supabase'), { sender, deadlineMs });
      expect((await ask()).verdict).not.toEqual({ status: 'taken' });
      expect(events).toMatchObject([{ type: 'message-refused', failure: { category: 'unavailable' } }]);
      // A timer of Node may end a millisecond early.
      expect(stoppedAfterMs).toBeGreaterThan(toldMs - 2);
    },
  );

  it('tells a mistake in mounting and answers in the platform’s form', async () => {
    const { hook, player, errors } = createHookBed(optionsOf('supabase'));
    const request = requestOf(await player.write(CODE_TO_SEND));
    await request.text();
    const response = await hook(request);
    expect(await response.json()).toMatchObject({ error: { http_code: 500 } });
    expect(String(errors[0])).toContain('was read before');
    await hook({} as Request);
    expect(String(errors[1])).toContain('context.req.raw');
  });

  it('prints a mistake once, without data, where there is no onError', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const hook = createSendHook({
      platform: 'supabase',
      secret: SUPABASE_SECRET,
      sender: createRecordingSmsSender(),
      once: createMemoryOnceStore(),
      keySecret: KEY_SECRET,
      phone: {
        parse(input) {
          throw new Error(input);
        },
      },
    });
    const player = createPlatformPlayer({ platform: 'supabase', secret: SUPABASE_SECRET });
    for (const _try of [1, 2]) {
      const response = await hook(requestOf(await player.write(CODE_TO_SEND)));
      expect(await response.json()).toMatchObject({ error: { http_code: 500 } });
    }
    expect(print.mock.calls).toEqual([[expect.stringContaining('createSendHook: A request failed')]]);
    expect(print.mock.calls[0]?.[0]).not.toContain('1415');
    print.mockRestore();
  });

  it.each(['rejects', 'hangs', 'throws'] as const)(
    'sends with the retry after a refusal whose claim the store gave back late, as release %s',
    async (how) => {
      const memory = createMemoryOnceStore();
      const failing = storeThatFails('release', how);
      let isDown = true;
      const once: OnceStore = {
        ...memory,
        release: (input) => (isDown ? failing.release(input) : memory.release(input)),
      };
      const { ask, sender, events } = createHookBed(optionsOf('kratos'), { once, deadlineMs: 2_000 });
      sender.behave('refuse');
      expect((await ask()).verdict.status).not.toBe('taken');
      expect(events.at(-1)).toMatchObject({ type: 'store-failed', operation: 'release' });
      isDown = false;
      expect((await ask()).verdict).toEqual({ status: 'taken' });
      // One refused, one that left.
      expect(sender.messages).toHaveLength(2);
    },
  );

  it.each([[undefined], [null], [{}], [{ status: 'weird' }]])(
    'sends nothing when the limiter answers nonsense (%o), and the retry sends',
    async (nonsense) => {
      const limiter = createMemoryRateLimiter();
      let isBroken = true;
      const { ask, sender, events } = createHookBed(optionsOf('kratos'), {
        rateLimiter: {
          ...limiter,
          take: (windows, nowMs) =>
            isBroken ? Promise.resolve(nonsense as unknown as RateLimitOutcome) : limiter.take(windows, nowMs),
        },
      });
      expect((await ask()).verdict.status).not.toBe('taken');
      expect(sender.messages).toEqual([]);
      expect(events[0]).toMatchObject({ type: 'store-failed', operation: 'rate-limit' });
      isBroken = false;
      expect((await ask()).verdict).toEqual({ status: 'taken' });
      expect(sender.messages).toHaveLength(1);
    },
  );

  it.each([[undefined], [null], [{}], [{ status: 'weird' }], [{ status: 'claimed' }]])(
    'sends nothing when the store answers a claim with nonsense (%o), at once or late',
    async (nonsense) => {
      const memory = createMemoryOnceStore();
      const answers: Array<() => void> = [];
      let isLate = false;
      const once: OnceStore = {
        ...memory,
        claim: async () => {
          if (isLate) await new Promise<void>((resolve) => answers.push(resolve));
          return nonsense as unknown as ClaimOutcome;
        },
      };
      const { ask, sender, events } = createHookBed(optionsOf('kratos'), { once, deadlineMs: 500 });
      const startedMs = performance.now();
      expect((await ask()).verdict.status).not.toBe('taken');
      expect(performance.now() - startedMs).toBeLessThan(400);
      isLate = true;
      expect((await ask()).verdict.status).not.toBe('taken');
      for (const answer of answers) answer();
      await new Promise<void>((resolve) => setImmediate(resolve));
      expect(sender.messages).toEqual([]);
      expect(events.map(({ type }) => type)).toEqual(
        Array.from({ length: 2 }, () => ['store-failed', 'request-refused']).flat(),
      );
    },
  );

  it.each([
    ['okta', { sendId: 'another request of the person' }],
    ['okta', { userId: 'another user of the number' }],
    ['clerk', { sendId: 'another message' }],
    ['generic', { sendId: 'another subject' }],
    ['supabase', { userId: 'another user of the number' }],
  ] as const)('sends the same code of %s again for %o, which is no retry', async (name, change) => {
    const { ask, sender } = createHookBed(optionsOf(name));
    await ask();
    await ask({ ...CODE_TO_SEND, ...change });
    await ask({ ...CODE_TO_SEND, ...change });
    expect(sender.messages).toHaveLength(2);
  });

  it.each([
    ['supabase', { sendId: 'another id of the hook' }],
    ['logto', { sendId: 'another', userId: 'another' }],
    ['kratos', { sendId: 'another' }],
    ['zitadel', { sendId: 'another' }],
    ['authgear', { sendId: 'another' }],
  ] as const)('takes the same code of %s for a retry, whatever else is new in %o', async (name, change) => {
    const { ask, sender } = createHookBed(optionsOf(name));
    await ask();
    await ask({ ...CODE_TO_SEND, ...change });
    expect(sender.messages).toHaveLength(1);
  });

  it.each([
    ['country', { perNumber: [], perCountry: [{ max: 1, durationMs: 3_600_000 }] }],
    ['address', { perNumber: [], perAddress: [{ max: 1, durationMs: 3_600_000 }] }],
    ['deployment', { perNumber: [], perDeployment: [{ max: 1, durationMs: 3_600_000 }] }],
  ] as const)('limits messages by %s, whatever the number', async (limit, limits) => {
    const { ask, sender, events } = createHookBed(optionsOf('logto'), {
      rateLimiter: createMemoryRateLimiter(),
      limits,
      phone: {
        parse: (input) => ({ status: 'valid', phoneNumber: `+${input.slice(1)}`, country: 'US' }),
      },
    });
    expect((await ask()).verdict).toEqual({ status: 'taken' });
    // The same client, as a gateway spells it.
    const other = { ...CODE_TO_SEND, phoneNumber: '+14155550124', clientAddress: '203.0.113.7:40001' };
    const limited = await ask(other);
    expect(limited.verdict).toEqual({ status: 'failed', message: 'Too many codes were requested. Try again later.' });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(events.at(-1)).toMatchObject({ reason: 'rate-limited', limit, retryAtMs: expect.any(Number) });
    expect(sender.messages).toHaveLength(1);
  });

  it('has several senders in turn by a failover, which is one send to the hook', async () => {
    const first = createRecordingSmsSender({ providerId: 'first' });
    const second = createRecordingSmsSender({ providerId: 'second' });
    first.behave('refuse');
    const { ask, events } = createHookBed(optionsOf('okta'), { sender: withFailover([first, second]) });
    const answer = await ask();
    expect(JSON.parse(answer.body).commands[0].value).toEqual([
      { status: 'SUCCESSFUL', provider: 'second', transactionId: 'message-1' },
    ]);
    await ask();
    expect([first.messages.length, second.messages.length]).toEqual([1, 1]);
    expect(events[0]).toMatchObject({ type: 'message-accepted', providerId: 'second' });
  });

  it('composes in the locale of the platform, with the line by which browsers fill in the code', async () => {
    const { ask, sender } = createHookBed(optionsOf('okta'), {
      message: {
        appName: 'Acme',
        originHost: 'acme.example',
        languages: { de: ({ code }) => `Dein Code lautet ${code}.` },
      },
    });
    await ask({ ...CODE_TO_SEND, locale: 'de-DE' });
    expect(sender.messages[0]?.text).toBe(`Dein Code lautet ${CODE}.\n@acme.example #${CODE}`);
  });

  it('sends the text of the platform as it is, and never one without the code', async () => {
    const { ask, sender, errors } = createHookBed(optionsOf('okta'), { message: 'platform' });
    await ask({ ...CODE_TO_SEND, text: `(Acme) ${CODE} is your code` });
    expect(sender.messages[0]?.text).toBe(`(Acme) ${CODE} is your code`);
    const other = { ...ANOTHER_CODE, text: 'Your code is $' + '{code}' };
    expect((await ask(other)).verdict).toEqual({ status: 'failed', message: expect.any(String) });
    expect(sender.messages).toHaveLength(1);
    expect(String(errors[0])).toContain('does not hold the code');
  });

  it('tells the operator where a code has letters that our texts cannot carry', async () => {
    const { ask, sender, errors } = createHookBed(optionsOf('zitadel'));
    expect((await ask({ ...CODE_TO_SEND, code: 'A4F9K2' })).verdict.status).toBe('asks-again');
    expect(sender.messages).toEqual([]);
    expect(errors).toMatchObject([{ code: 'OTP_MESSAGE' }]);
    const asItIs = createHookBed(optionsOf('zitadel'), { message: 'platform' });
    await asItIs.ask({ ...CODE_TO_SEND, code: 'A4F9K2' });
    expect(asItIs.sender.messages[0]?.text).toBe('Your code is A4F9K2.');
  });

  it('remembers a code for its life, for ten minutes at least, as a captured request is genuine for so long', async () => {
    const ttls: number[] = [];
    const memory = createMemoryOnceStore();
    const once: OnceStore = {
      ...memory,
      claim: (input) => {
        ttls.push(input.ttlMs);
        return memory.claim(input);
      },
    };
    await createHookBed(optionsOf('supabase'), { once, codeLifeSeconds: 60 }).ask();
    await createHookBed(optionsOf('supabase'), { once, codeLifeSeconds: 3600 }).ask(ANOTHER_CODE);
    await createHookBed(optionsOf('kratos'), { once }).ask({ ...CODE_TO_SEND, lifeMinutes: 45 });
    expect(ttls).toEqual([600_000, 3_600_000, 2_700_000]);
  });

  it('leaves a code to an unknown end when the process that had the claim is gone', async () => {
    const once = createMemoryOnceStore();
    const dead = createHookBed(optionsOf('supabase'), { once, deadlineMs: 500 });
    dead.sender.behave('hang');
    void dead.ask();
    await vi.waitFor(() => expect(dead.sender.messages).toHaveLength(1));
    const alive = createHookBed(optionsOf('supabase'), { once, deadlineMs: 500 });
    expect((await alive.ask()).verdict).toEqual({ status: 'taken' });
    expect(alive.sender.messages).toEqual([]);
  });
});

/** A body that no platform sends, with the proof of one. */
async function signed(name: (typeof PLATFORMS)[number][0], body: string) {
  const { scheme, credentials } = credentialsOf(findPlatform(name).schemes, optionsOf(name));
  const headers = await signCall({ scheme, credentials, body, messageId: crypto.randomUUID(), atMs: Date.now() });
  return { headers, body };
}
