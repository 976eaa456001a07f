/** Whoever is asked is told how long it has, and is waited for a little longer: its own word is worth more than silence. */
import { describe, expect, it } from 'vitest';
import { CALL_GRACE_MS } from '../adapter/call-options.ts';
import { createProviderFailure } from '../adapter/provider-failure.ts';
import { createMemoryCodeStore, createMemoryRateLimiter } from '../memory/index.ts';
import type { CodeStore, RateLimiter, SmsSender, StoreCallOptions } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, MINUTE_MS, NUMBER } from './test-support/test-bed.ts';

describe('a provider', () => {
  it('is told how long it has, and heard when it uses all of it', async () => {
    const { otp, clock, provider, events } = createTestBed();
    provider.send = (_message, { timeoutMs = 0 } = {}) =>
      new Promise((resolve) => {
        const failure = createProviderFailure({
          category: 'timeout',
          providerId: 'recording',
          message: 'No connection.',
        });
        clock.after(timeoutMs, () => resolve({ status: 'refused', failure }));
      });
    const requesting = otp.request({ to: NUMBER });
    await clock.advance(10_000 - CALL_GRACE_MS);
    expect(await requesting).toMatchObject({ reason: 'delivery-failed', failure: { message: 'No connection.' } });
    expect(events.at(-1)).toMatchObject({ type: 'message-refused', durationMs: 10_000 - CALL_GRACE_MS });
  });

  it.each([
    [{ providerMs: 4_000 }, 3_750],
    [{ providerMs: 100_000, totalMs: 3_000 }, 2_750],
    [{ providerMs: 300 }, 150],
    [{ providerMs: 1 }, 1],
  ])('has, of the deadlines %j, %i ms', async (deadlines, toldMs) => {
    const told: unknown[] = [];
    const { otp, provider } = createProviderTestBed({}, { deadlines });
    const { start, check, cancel } = provider;
    provider.start = (input, options) => {
      told.push(options?.timeoutMs);
      return start(input, options);
    };
    provider.check = (input, options) => {
      told.push(options?.timeoutMs);
      return check(input, options);
    };
    provider.cancel = async (reference, options) => {
      told.push(options?.timeoutMs);
      return cancel?.(reference, options);
    };
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await otp.verify({ challenge, code: '999999' });
    await otp.cancel({ challenge });
    await otp.close();
    expect(told).toEqual([toldMs, toldMs, toldMs]);
  });

  it('has no more than the store has left of the call', async () => {
    let nowMs = Date.UTC(2030, 0, 1);
    const memory = createMemoryCodeStore();
    const store: CodeStore = {
      ...memory,
      issue: async (input) => {
        nowMs += 14_000;
        return memory.issue(input);
      },
    };
    const told: unknown[] = [];
    const { otp, provider } = createTestBed({ store, clock: { now: () => nowMs } });
    const { send } = provider;
    provider.send = (message, options) => {
      told.push(options?.timeoutMs);
      return send(message, options);
    };
    granted(await otp.request({ to: NUMBER }));
    expect(told).toEqual([750]);
  });
});

describe('a store and a limiter', () => {
  it('are told how long they have, at every call', async () => {
    const told = new Map<string, unknown>();
    const memory = createMemoryCodeStore();
    const hearing =
      <Input, Outcome>(name: string, ask: (input: Input, options?: StoreCallOptions) => Promise<Outcome>) =>
      (input: Input, options?: StoreCallOptions) => {
        told.set(name, options);
        return ask(input, options);
      };
    const store: CodeStore = {
      ...memory,
      issue: hearing('issue', memory.issue),
      redeem: hearing('redeem', memory.redeem),
      settle: hearing('settle', memory.settle),
      discard: hearing('discard', memory.discard),
      unlock: hearing('unlock', memory.unlock),
    };
    const limiter = createMemoryRateLimiter();
    const rateLimiter: RateLimiter = {
      ...limiter,
      take: (windows, nowMs, options) => {
        told.set('take', options);
        return limiter.take(windows, nowMs, options);
      },
    };
    const policy = { rateLimits: { requestsPerDeployment: [{ max: 9, durationMs: MINUTE_MS }] } };
    const { otp, provider } = createProviderTestBed({}, { store, rateLimiter, policy });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await otp.verify({ challenge, code: provider.lastCode(NUMBER) });
    await otp.cancel({ challenge });
    await otp.unlock({ to: NUMBER });
    const each = { timeoutMs: 2_000 - CALL_GRACE_MS };
    const names = ['take', 'issue', 'redeem', 'settle', 'discard', 'unlock'];
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(names.map((name) => [name, each])));
  });
});

describe('a sender', () => {
  const message = { appName: 'Zephyr\u200b Bank' };

  it('is told all that a template needs, as it stands in the text', async () => {
    const { otp, provider } = createTestBed({ message });
    granted(await otp.request({ to: NUMBER, purpose: 'wire-transfer', locale: 'pt_BR' }));
    expect(provider.messages.at(-1)).toEqual({
      to: NUMBER,
      text: expect.stringContaining('Zephyr Bank'),
      ttlMs: 5 * MINUTE_MS,
      code: provider.lastCode(),
      locale: 'pt-BR',
      purpose: 'wire-transfer',
      appName: 'Zephyr Bank',
    });
  });

  it('is told nothing of a language or a name that nobody gave', async () => {
    const { otp, provider } = createTestBed();
    granted(await otp.request({ to: NUMBER }));
    expect(Object.keys(provider.messages.at(-1) ?? {}).sort()).toEqual(['code', 'purpose', 'text', 'to', 'ttlMs']);
  });

  it('has the name of its purpose’s text', async () => {
    const { otp, provider } = createTestBed({ message, purposes: { login: { message: { appName: 'Zephyr ID' } } } });
    granted(await otp.request({ to: NUMBER, purpose: 'login' }));
    expect(provider.messages.at(-1)).toMatchObject({ appName: 'Zephyr ID' });
  });

  it('brings neither code nor language nor name into an event', async () => {
    const { otp, provider, events } = createTestBed({ message: { appName: 'Zephyr Bank' } });
    provider.behave('accept', 'refuse', 'leave-unknown', 'throw', 'answer-nonsense');
    for (const number of [0, 1, 2, 3, 4]) await otp.request({ to: `${NUMBER.slice(0, -1)}${number}`, locale: 'pt-BR' });
    const told = JSON.stringify(events);
    for (const { code = '' } of provider.messages) expect(told).not.toContain(code);
    expect(told).not.toMatch(/pt-BR|Zephyr/);
  });
});

describe('a channel', () => {
  const accepted = (events: readonly { readonly type: string }[]) =>
    events.find(({ type }) => type === 'message-accepted');

  it('is that of text messages where the sender does not say', async () => {
    const { otp, events } = createTestBed();
    await otp.request({ to: NUMBER });
    expect(accepted(events)).toMatchObject({ channel: 'sms', segments: 1 });
  });

  it('is the sender’s, and counts no parts of a text that is none of SMS', async () => {
    const sender: SmsSender = {
      ...{ specificationVersion: 'v1', kind: 'sms-sender', providerId: 'wa', channel: 'whatsapp' },
      send: async () => ({ status: 'accepted', messageId: 'm-1' }),
    };
    const { otp, events } = createTestBed({ provider: sender, message: { template: `{code} ${'long '.repeat(60)}` } });
    await otp.request({ to: NUMBER });
    expect(accepted(events)).toMatchObject({ channel: 'whatsapp', segments: null });
    expect(events.map(({ type }) => type)).not.toContain('message-segmented');
  });

  it('is the one that the outcome names, where the sender asks several', async () => {
    const { otp, provider, events } = createTestBed();
    provider.send = async () => ({ status: 'accepted', messageId: 'm-1', channel: 'voice' });
    await otp.request({ to: NUMBER });
    expect(accepted(events)).toMatchObject({ channel: 'voice', segments: null });
  });

  it('is nobody’s to tell where the provider makes the code', async () => {
    const { otp, events } = createProviderTestBed();
    await otp.request({ to: NUMBER });
    expect(accepted(events)).toMatchObject({ channel: null, segments: null });
  });

  it.each(['pigeon', '', null, 7, ['sms']])('that there is none of is refused: %j', (channel) => {
    const sender = {
      ...{ specificationVersion: 'v1', kind: 'sms-sender', providerId: 'p' },
      channel,
      send: async () => {},
    };
    expect(() => createTestBed({ provider: sender as unknown as SmsSender })).toThrow(/provider\.channel/);
  });
});
