import { describe, expect, it } from 'vitest';
import type { CallOptions, MessageChannel, SmsMessage } from '../spec/index.ts';
import { createSmsSender } from './create-sms-sender.ts';

const MESSAGE: SmsMessage = {
  to: '+14155550123',
  text: 'Your Zephyr Bank code is 042817.',
  ttlMs: 300_000,
  code: '042817',
  locale: 'pt-BR',
  purpose: 'login',
  appName: 'Zephyr Bank',
};

describe('createSmsSender', () => {
  it('hands over number and text, how the call may end, and all that the message says', async () => {
    const calls: unknown[][] = [];
    const send = async (...given: [string, string, CallOptions, SmsMessage]) => void calls.push(given);
    const options = { signal: new AbortController().signal, timeoutMs: 3_000 };
    await createSmsSender({ send }).send(MESSAGE, options);
    expect(calls).toEqual([[MESSAGE.to, MESSAGE.text, options, MESSAGE]]);
    expect(calls[0]?.[2]).toBe(options);
  });

  it('has the channel that it is given, and else none', () => {
    const send = async () => {};
    expect(createSmsSender({ send, providerId: 'wa', channel: 'whatsapp' })).toMatchObject({ channel: 'whatsapp' });
    expect(createSmsSender({ send })).not.toHaveProperty('channel');
  });

  it.each(['pigeon', '', null, 7])('refuses a channel that there is none of: %j', (channel) => {
    expect(() => createSmsSender({ send: async () => {}, channel: channel as MessageChannel })).toThrow(/channel/);
  });

  it('keeps to itself what was thrown', async () => {
    const sender = createSmsSender({
      send: async (to, text, _options, { code, appName }) => {
        throw new Error(`${to} ${text} ${code} ${appName}`);
      },
    });
    const outcome = await sender.send(MESSAGE);
    expect(outcome.status).toBe('unknown');
    expect(JSON.stringify(outcome)).not.toMatch(/4155550123|042817|Zephyr/);
  });
});
