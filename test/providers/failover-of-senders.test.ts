/** Real adapters in one list: dead vendors are passed over, and nobody ever gets two messages for one request. */

import type { SmsSender } from '@countersign/otp-core/spec';
import { createInbox } from '@countersign/otp-inbox';
import { type RoutingEvent, withFailover } from '@countersign/otp-routing';
import { findDeadUrl } from '@countersign/test-servers/loopback';
import { startHangingVendor, startVendor } from '@countersign/test-servers/vendor-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProviderBed, granted, MINUTE_MS, nextNumber, warmUp } from './support/provider-bed.ts';
import { type ProviderEntry, SENDERS } from './support/providers.ts';

const inbox = createInbox({ port: 0 });
const routing: RoutingEvent[] = [];
const onEvent = (event: RoutingEvent) => routing.push(event);
const refusing = async () => {
  const vendor = await startVendor((_request, response) => response.writeHead(401).end('{}'));
  return vendor.url;
};

beforeAll(async () => {
  await inbox.listen();
  await warmUp(SENDERS, inbox);
});
afterAll(() => inbox.close());
beforeEach(() => {
  routing.length = 0;
});

/** The list begins with the others, in their order; the last of the list is the one that is named. */
function listEndingWith(last: ProviderEntry<SmsSender>): readonly [ProviderEntry<SmsSender>, ProviderEntry<SmsSender>] {
  const [first, second] = SENDERS.filter((each) => each !== last);
  if (first === undefined || second === undefined) throw new Error('three senders are needed');
  return [first, second];
}

describe('withFailover', () => {
  it.each(SENDERS)('brings one message by $name, in one deadline, when two before it are dead', async (living) => {
    const [first, second] = listEndingWith(living);
    const dead = [first.create({ url: await findDeadUrl() }), second.create({ url: await refusing() })];
    const provider = withFailover([...dead, living.create({ url: inbox.url })], { deadlineMs: 5_000, onEvent });
    const bed = createProviderBed(inbox, provider);
    const startedAtMs = performance.now();
    const { challenge, delivery } = granted(await bed.otp.request({ to: bed.number }));
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
    expect([delivery, bed.messageCount()]).toEqual(['accepted', 1]);
    expect(bed.told()).toEqual(['code-issued', 'message-accepted']);
    expect(bed.events[1]).toMatchObject({ providerId: living.name, messageId: expect.any(String) });
    expect(routing).toMatchObject([
      { type: 'provider-failed-over', from: first.name, to: second.name, category: 'unavailable' },
      { type: 'provider-failed-over', from: second.name, to: living.name, category: 'authentication' },
    ]);
    expect(await bed.otp.verify({ challenge, code: bed.newestCode() })).toMatchObject({ ok: true });
    bed.expectNothingShown();
  });

  it.each(SENDERS)('sends no second message when $name took the first and never answered', async (stuck) => {
    const hanging = await startHangingVendor();
    const others = listEndingWith(stuck).map((each) => each.create({ url: inbox.url }));
    const first = stuck.create({ url: hanging.url, timeoutMs: 400 });
    const bed = createProviderBed(inbox, withFailover([first, ...others], { onEvent }));
    const { challenge, delivery } = granted(await bed.otp.request({ to: bed.number }));
    expect(delivery).toBe('unknown');
    expect([hanging.requests.length, bed.messageCount(), routing]).toEqual([1, 0, []]);
    expect(bed.events.at(-1)).toMatchObject({ type: 'message-uncertain', failure: { providerId: stuck.name } });
    // The person asks again: the same code, by somebody else.
    await bed.clock.advance(MINUTE_MS);
    const again = granted(await bed.otp.resend({ challenge }));
    expect([again.delivery, hanging.requests.length, bed.messageCount()]).toEqual(['accepted', 1, 1]);
    expect(JSON.stringify(hanging.requests[0])).toContain(bed.newestCode());
    expect(await bed.otp.verify({ challenge, code: bed.newestCode() })).toMatchObject({ ok: true });
    bed.expectNothingShown();
  });

  it('sends no second message when its own deadline ends before the first vendor answers', async () => {
    const hanging = await startHangingVendor();
    const [first, second] = SENDERS;
    const senders = [first.create({ url: hanging.url }), second.create({ url: inbox.url })];
    const bed = createProviderBed(inbox, withFailover(senders, { deadlineMs: 400, onEvent }));
    expect(granted(await bed.otp.request({ to: bed.number })).delivery).toBe('unknown');
    expect([hanging.requests.length, bed.messageCount(), routing]).toEqual([1, 0, []]);
  });

  it('refuses, and gives the send back, when all are dead', async () => {
    const senders = await Promise.all(SENDERS.map(async ({ create }) => create({ url: await findDeadUrl() })));
    const bed = createProviderBed(inbox, withFailover(senders, { onEvent }));
    expect(await bed.otp.request({ to: bed.number })).toMatchObject({
      reason: 'delivery-failed',
      failure: { category: 'unavailable', retryable: true, providerId: SENDERS.at(-1)?.name },
    });
    expect(bed.told()).toEqual(['code-issued', 'message-refused']);
    expect(routing).toHaveLength(SENDERS.length - 1);
    bed.expectNothingShown();
  });

  it('asks nobody else about a number that has told the vendor to stop', async () => {
    const senders = SENDERS.map(({ create }) => create({ url: inbox.url }));
    const bed = createProviderBed(inbox, withFailover(senders, { onEvent }));
    // One of Twilio's own numbers for tests: it has unsubscribed.
    const result = await bed.otp.request({ to: '+15005550004' });
    expect(result).toMatchObject({ reason: 'delivery-failed', failure: { category: 'opted-out' } });
    expect([inbox.messages({ to: '+15005550004' }), routing]).toEqual([[], []]);
  });

  it('leaves a vendor alone that keeps refusing', async () => {
    const vendor = await startVendor((_request, response) => response.writeHead(401).end('{}'));
    const [first, second] = SENDERS;
    const senders = [first.create({ url: vendor.url }), second.create({ url: inbox.url })];
    const provider = withFailover(senders, { openAfterFailures: 2, onEvent });
    for (let messages = 0; messages < 4; messages += 1) {
      expect(await provider.send({ to: nextNumber(), text: 'hello' })).toMatchObject({ providerId: second.name });
    }
    expect(vendor.requests).toHaveLength(2);
    expect(routing.filter(({ type }) => type === 'circuit-opened')).toHaveLength(1);
  });
});
