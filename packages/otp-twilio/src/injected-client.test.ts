import { findClosedPort } from '@countersign/test-servers/loopback';
import { answerJson, startVendor } from '@countersign/test-servers/vendor-server';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, errorAnswer, expectNoSecretIn, FROM, MESSAGE, messageAnswer } from './test-support/account.ts';
import { createTwilioSmsSender } from './twilio-sms-sender.ts';

const TAKES = (_request: unknown, response: Parameters<typeof answerJson>[0]) =>
  answerJson(response, 201, messageAnswer());

describe('callTwilio with a client of the app', () => {
  /** The SDK's own HTTP client, led to a local server. */
  async function arrange(listener: Parameters<typeof startVendor>[0], options: { timeoutMs?: number } = {}) {
    const vendor = await startVendor(listener);
    const client = twilio(ACCOUNT.accountSid, ACCOUNT.authToken);
    client.api.baseUrl = vendor.url;
    return { vendor, sender: createTwilioSmsSender({ client, from: FROM, ...options }) };
  }

  it('sends through it', async () => {
    const { vendor, sender } = await arrange(TAKES);
    expect(await sender.send(MESSAGE)).toMatchObject({ status: 'accepted', segments: 1 });
    expect(new URLSearchParams(vendor.requests[0]?.body).get('To')).toBe(MESSAGE.to);
    expectNoSecretIn(sender);
  });

  it.each([
    ['a refusal', 400, errorAnswer(21610, 400), 'refused', 'opted-out'],
    ['a failure', 503, errorAnswer(20503, 503), 'unknown', 'unavailable'],
    ['a success that is none', 201, 'nonsense', 'unknown', 'unknown'],
  ])('reads %s', async (_what, httpStatus, body, status, category) => {
    const { vendor, sender } = await arrange((_request, response) => answerJson(response, httpStatus, body));
    const outcome = await sender.send(MESSAGE);
    expect(outcome).toMatchObject({ status, failure: { category } });
    expect(vendor.requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it('waits no longer than told, and is not certain then', async () => {
    const { sender } = await arrange(() => undefined, { timeoutMs: 200 });
    const outcome = await sender.send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'timeout' } });
    expectNoSecretIn(outcome);
  });

  it('is refused where nobody listens', async () => {
    const client = twilio(ACCOUNT.accountSid, ACCOUNT.authToken);
    client.api.baseUrl = `http://127.0.0.1:${await findClosedPort()}`;
    const outcome = await createTwilioSmsSender({ client, from: FROM }).send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'refused', failure: { providerCode: 'ECONNREFUSED' } });
    expectNoSecretIn(outcome);
  });

  it('is not certain of a client that is broken', async () => {
    const client = { messages: null } as unknown as ReturnType<typeof twilio>;
    expect(await createTwilioSmsSender({ client, from: FROM }).send(MESSAGE)).toMatchObject({ status: 'unknown' });
  });
});
