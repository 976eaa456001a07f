import { inspect } from 'node:util';
import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { PROVIDER_FAILURE_CATEGORIES, type SmsMessage, type SmsSender } from '@countersign/otp-core/spec';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoutingEvent } from './routing-event.ts';
import { createPlayedSender, type Play } from './test-support/played-sender.ts';
import { withFailover } from './with-failover.ts';

const MESSAGE = { to: '+14155550123', text: 'Your code is 042817.', ttlMs: 300_000 };

/** Three vendors, and what becomes of one message. */
function three(first: Play, second: Play, third: Play) {
  const senders = [
    createPlayedSender('a', first),
    createPlayedSender('b', second),
    createPlayedSender('c', third),
  ] as const;
  return { senders, asked: () => senders.map(({ messages }) => messages.length) };
}

const FINAL = ['invalid-recipient', 'opted-out', 'content-rejected', 'fraud-blocked'];

describe('withFailover', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('asks the first only, where it accepts, and says who took the message', async () => {
    const { senders, asked } = three('accept', 'accept', 'accept');
    const outcome = await withFailover(senders).send(MESSAGE);
    expect(outcome).toEqual({ status: 'accepted', messageId: 'a-1', providerId: 'a' });
    expect(asked()).toEqual([1, 0, 0]);
  });

  it('does not repeat the number or the text that a vendor says back', async () => {
    const sender = createPlayedSender('a');
    const failure = {
      category: 'content-rejected' as const,
      retryable: false,
      providerId: 'a',
      providerCode: '14155550123',
      message: `No "${MESSAGE.text}" for ${MESSAGE.to}. ${'x'.repeat(5_000)}`,
    };
    const careless: SmsSender = { ...sender, send: async () => ({ status: 'refused', failure }) };
    const outcome = await withFailover([careless]).send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'content-rejected', providerId: 'a' } });
    expect(JSON.stringify(outcome)).not.toMatch(/4155550123|042817|x{1000}/);
  });

  it('gets a message there once, in one deadline, where two vendors of three are dead', async () => {
    const { senders, asked } = three('refuse unavailable', 'refuse timeout', 'accept');
    const startedAtMs = Date.now();
    const outcome = await withFailover(senders).send(MESSAGE);
    expect(outcome).toEqual({ status: 'accepted', messageId: 'c-1', providerId: 'c' });
    expect(asked()).toEqual([1, 1, 1]);
    expect(senders[2].messages).toEqual([MESSAGE]);
    expect(Date.now() - startedAtMs).toBeLessThan(9_000);
  });

  it.each(PROVIDER_FAILURE_CATEGORIES.filter((category) => !FINAL.includes(category)))(
    'asks the next where one is refused as %s',
    async (category) => {
      const { senders, asked } = three(`refuse ${category}`, 'accept', 'accept');
      expect(await withFailover(senders).send(MESSAGE)).toMatchObject({ status: 'accepted', providerId: 'b' });
      expect(asked()).toEqual([1, 1, 0]);
    },
  );

  it.each(['invalid-recipient', 'opted-out', 'content-rejected', 'fraud-blocked'] as const)(
    'asks no other where a message is refused as %s: it could do no better',
    async (category) => {
      const { senders, asked } = three('refuse unavailable', `refuse ${category}`, 'accept');
      const outcome = await withFailover(senders).send(MESSAGE);
      expect(outcome).toMatchObject({ status: 'refused', failure: { category, providerId: 'b', providerCode: 'E-1' } });
      expect(asked()).toEqual([1, 1, 0]);
    },
  );

  it.each<Play>(['throw', 'nonsense', ...PROVIDER_FAILURE_CATEGORIES.map((category): Play => `unknown ${category}`)])(
    'asks no other after "%s": the message may be on its way',
    async (play) => {
      const { senders, asked } = three(play, 'accept', 'accept');
      const outcome = await withFailover(senders).send(MESSAGE);
      expect(outcome).toMatchObject({ status: 'unknown', failure: { providerId: 'a' } });
      expect(inspect(outcome)).not.toMatch(/4155550123|042817/);
      expect(asked()).toEqual([1, 0, 0]);
    },
  );

  it('never sends a second message where the first vendor has not answered in time, not even when it does later', async () => {
    const first = createRecordingSmsSender({ providerId: 'a' });
    const second = createRecordingSmsSender({ providerId: 'b' });
    first.behave('hang');
    const sending = withFailover([first, second], { deadlineMs: 2_000 }).send(MESSAGE);
    await vi.advanceTimersByTimeAsync(1_999);
    first.release({ status: 'accepted', messageId: 'in-time' });
    expect(await sending).toMatchObject({ status: 'accepted', messageId: 'in-time' });

    first.behave('hang');
    const late = withFailover([first, second], { deadlineMs: 2_000 }).send(MESSAGE);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await late).toMatchObject({ status: 'unknown', failure: { category: 'timeout', providerId: 'a' } });
    first.release({
      status: 'refused',
      failure: { category: 'unavailable', retryable: true, providerId: 'a', message: '-' },
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(second.messages).toEqual([]);
  });

  it('gives each try what is left of one deadline, and tells the vendor when it is over', async () => {
    const { senders, asked } = three('hang', 'hang', 'accept');
    const sending = withFailover(senders, { deadlineMs: 5_000 }).send(MESSAGE);
    await vi.advanceTimersByTimeAsync(4_000);
    senders[0].release({
      status: 'refused',
      failure: { category: 'timeout', retryable: true, providerId: 'a', message: '-' },
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(senders[1].signals[0]?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await sending).toMatchObject({ status: 'unknown', failure: { category: 'timeout', providerId: 'b' } });
    expect(senders[1].signals[0]?.aborted).toBe(true);
    expect(asked()).toEqual([1, 1, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops at once when its caller goes, and leaves no timer behind', async () => {
    const { senders, asked } = three('hang', 'accept', 'accept');
    const controller = new AbortController();
    const sending = withFailover(senders).send(MESSAGE, { signal: controller.signal });
    await vi.advanceTimersByTimeAsync(10);
    controller.abort();
    expect(await sending).toMatchObject({ status: 'unknown', failure: { category: 'timeout', providerId: 'a' } });
    expect(senders[0].signals[0]?.aborted).toBe(true);
    expect(asked()).toEqual([1, 0, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses and asks nobody where its caller has gone before', async () => {
    const { senders, asked } = three('accept', 'accept', 'accept');
    const outcome = await withFailover(senders).send(MESSAGE, { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'timeout', providerId: 'failover' } });
    expect(asked()).toEqual([0, 0, 0]);
  });

  it('tells of the last refusal where all refuse, and that a later call may do better where one of them said so', async () => {
    const { senders } = three('refuse unavailable', 'refuse blocked-destination', 'refuse authentication');
    expect(await withFailover(senders).send(MESSAGE)).toEqual({
      status: 'refused',
      failure: {
        category: 'authentication',
        retryable: true,
        // It refused this number for what it is: for another one the list may do.
        dependsOn: 'recipient',
        providerId: 'c',
        providerCode: 'E-1',
        message: 'Told by a test.',
      },
    });
    const hopeless = three('refuse blocked-destination', 'refuse authentication', 'refuse configuration');
    expect(await withFailover(hopeless.senders).send(MESSAGE)).toMatchObject({ failure: { retryable: false } });
  });

  it('hands on all that a message says, and nothing else', async () => {
    const { senders } = three('accept', 'accept', 'accept');
    const sender = withFailover(senders, { onRepeat: 'same' });
    const full = { ...MESSAGE, code: '042817', locale: 'pt-BR', purpose: 'login', appName: 'Zephyr Bank' };
    await sender.send({ ...full, session: 'secret' } as SmsMessage);
    await sender.send({ to: MESSAGE.to, text: 'hello' });
    expect(senders[0].messages).toEqual([full, { to: MESSAGE.to, text: 'hello' }]);
  });

  it('names the vendor that took the message through a failover within the failover', async () => {
    const { senders } = three('refuse unavailable', 'refuse unavailable', 'accept');
    const inner = withFailover([senders[1], senders[2]], { providerId: 'inner' });
    expect(await withFailover([senders[0], inner]).send(MESSAGE)).toMatchObject({ providerId: 'c' });
  });

  it('tells who stood in for whom and why, and nothing of the message', async () => {
    const events: RoutingEvent[] = [];
    const { senders } = three('refuse unavailable', 'refuse rate-limited', 'accept');
    await withFailover(senders, { providerId: 'main', onEvent: (event) => events.push(event) }).send(MESSAGE);
    const atMs = Date.now();
    expect(events).toEqual([
      { type: 'provider-failed-over', atMs, route: 'main', from: 'a', to: 'b', category: 'unavailable' },
      { type: 'provider-failed-over', atMs, route: 'main', from: 'b', to: 'c', category: 'rate-limited' },
    ]);
  });

  it.each([
    () => {
      throw new Error('no disk');
    },
    () => Promise.reject(new Error('no network')),
  ])('does not care for a listener that fails', async (onEvent) => {
    const { senders } = three('refuse unavailable', 'accept', 'accept');
    expect(await withFailover(senders, { onEvent }).send(MESSAGE)).toMatchObject({ status: 'accepted' });
  });

  it('refuses at construction what is no list of senders, all of it at once', () => {
    const a = createPlayedSender('a');
    const build = () =>
      withFailover(
        [
          a,
          createPlayedSender('a'),
          { ...a, specificationVersion: 'v2', providerId: 'No!', send: 1 },
          { ...a, kind: 'verification-provider' },
          null,
        ] as unknown as SmsSender[],
        { deadlineMs: 0, retries: 3, onRepeat: 'never', providerId: 'No!', onEvent: 1 } as object,
      );
    expect(build).toThrow(OtpConfigurationError);
    try {
      build();
    } catch (error) {
      const options = OtpConfigurationError.isInstance(error) ? error.problems.map(({ option }) => option) : [];
      expect(new Set(options)).toEqual(
        new Set([
          'senders',
          'senders.2.specificationVersion',
          'senders.2.providerId',
          'senders.2.send',
          'senders.3.kind',
          'senders.4.kind',
          'retries',
          'deadlineMs',
          'onRepeat',
          'providerId',
          'onEvent',
        ]),
      );
    }
  });

  it.each([[[]], [undefined], [{}], ['twilio']])('refuses %j for a list', (list) => {
    expect(() => withFailover(list as SmsSender[])).toThrow(OtpConfigurationError);
  });

  it.each([[null], [7], [[]]])('refuses %j for options', (options) => {
    expect(() => withFailover([createPlayedSender('a')], options as object)).toThrow(OtpConfigurationError);
  });
});
