/** The same for providers that make the code: another one is started only before anything was sent, and checks find their maker. */

import { createInbox } from '@countersign/otp-inbox';
import { type RoutingEvent, withProviderFailover } from '@countersign/otp-routing';
import { findDeadUrl } from '@countersign/test-servers/loopback';
import { startHangingVendor, startVendor } from '@countersign/test-servers/vendor-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProviderBed, granted, MINUTE_MS, warmUp, wrong } from './support/provider-bed.ts';
import { VERIFICATION_PROVIDERS } from './support/providers.ts';

const inbox = createInbox({ port: 0 });
const routing: RoutingEvent[] = [];
const onEvent = (event: RoutingEvent) => routing.push(event);

beforeAll(async () => {
  await inbox.listen();
  await warmUp(VERIFICATION_PROVIDERS, inbox);
});
afterAll(() => inbox.close());
beforeEach(() => {
  routing.length = 0;
});

/** All in one list need codes of one length: that of the one which the inbox plays. */
function arrange(living: (typeof VERIFICATION_PROVIDERS)[number]) {
  const provider = living.create({ url: inbox.url });
  const { codeLength } = provider.capabilities;
  const others = VERIFICATION_PROVIDERS.filter((each) => each !== living);
  return { provider, codeLength, others };
}

describe('withProviderFailover', () => {
  it.each(VERIFICATION_PROVIDERS)('starts $name once, in one deadline, when two before it are dead', async (living) => {
    const { provider, codeLength, others } = arrange(living);
    const refusing = await startVendor((_request, response) => response.writeHead(401).end('{}'));
    const dead = [await findDeadUrl(), refusing.url].map((url, index) => others[index]?.create({ url, codeLength }));
    const list = withProviderFailover(
      [...dead, provider].filter((each) => each !== undefined),
      { deadlineMs: 5_000, onEvent },
    );
    const bed = createProviderBed(inbox, list);
    const startedAtMs = performance.now();
    const { challenge, delivery } = granted(await bed.otp.request({ to: bed.number }));
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
    expect([delivery, bed.messageCount()]).toEqual(['accepted', 1]);
    expect(bed.events[1]).toMatchObject({ type: 'message-accepted', providerId: provider.providerId });
    expect(routing.map(({ type }) => type)).toEqual(['provider-failed-over', 'provider-failed-over']);
    const code = bed.newestCode();
    expect(await bed.otp.verify({ challenge, code: wrong(code) })).toMatchObject({ attemptsLeft: 4 });
    expect(await bed.otp.verify({ challenge, code })).toMatchObject({ ok: true, phoneNumber: bed.number });
    // Of the dead ones, the one that can be reached was started once and asked about no code.
    expect(refusing.requests).toHaveLength(1);
    bed.expectNothingShown();
  });

  it.each(VERIFICATION_PROVIDERS)('starts nobody else when $name took the start and never answered', async (stuck) => {
    const hanging = await startHangingVendor();
    const [living] = VERIFICATION_PROVIDERS.filter((each) => each !== stuck);
    if (living === undefined) throw new Error('two providers are needed');
    const { provider, codeLength } = arrange(living);
    const first = stuck.create({ url: hanging.url, timeoutMs: 400, codeLength });
    const bed = createProviderBed(inbox, withProviderFailover([first, provider], { onEvent }));
    expect(granted(await bed.otp.request({ to: bed.number })).delivery).toBe('unknown');
    expect([hanging.requests.length, bed.messageCount(), routing]).toEqual([1, 0, []]);
    expect(bed.told()).toEqual(['code-issued', 'message-uncertain']);
    bed.expectNothingShown();
  });

  it.each(VERIFICATION_PROVIDERS)('has a code of $name checked by it, wherever it stands by then', async (maker) => {
    const { provider, codeLength, others } = arrange(maker);
    const [other] = others;
    if (other === undefined) throw new Error('two providers are needed');
    const untouched = await startHangingVendor();
    const stranger = other.create({ url: untouched.url, timeoutMs: 400, codeLength });
    const bed = createProviderBed(inbox, withProviderFailover([provider, stranger]));
    const later = [
      withProviderFailover([stranger, provider]),
      withProviderFailover([stranger], { retired: [provider] }),
    ];
    for (const list of later) {
      const { challenge } = granted(await bed.otp.request({ to: bed.number }));
      const swapped = bed.engineWith({ provider: list });
      const code = bed.newestCode();
      expect(await swapped.verify({ challenge, code })).toMatchObject({ ok: true });
      await bed.clock.advance(MINUTE_MS);
    }
    expect(untouched.requests).toEqual([]);
  });

  it.each(VERIFICATION_PROVIDERS)('joins $name, which stood alone before, without losing its codes', async (alone) => {
    const { provider, codeLength, others } = arrange(alone);
    const bed = createProviderBed(inbox, provider);
    const { challenge } = granted(await bed.otp.request({ to: bed.number }));
    const dead = await findDeadUrl();
    const list = withProviderFailover([provider, ...others.map((each) => each.create({ url: dead, codeLength }))]);
    const joined = bed.engineWith({ provider: list, retired: [provider] });
    expect(await joined.verify({ challenge, code: bed.newestCode() })).toMatchObject({ ok: true });
  });
});
