/** The provider is changed between two requests of the same person: who waits for a code does not notice. */
import type { VerificationProvider } from '@countersign/otp-core/spec';
import { createInbox } from '@countersign/otp-inbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProviderBed, granted, MINUTE_MS, traitsOf, warmUp, wrong } from './support/provider-bed.ts';
import { PROVIDERS, type ProviderEntry, SENDERS, VERIFICATION_PROVIDERS } from './support/providers.ts';

const inbox = createInbox({ port: 0 });

beforeAll(async () => {
  await inbox.listen();
  await warmUp(PROVIDERS, inbox);
});
afterAll(() => inbox.close());

const pairs = PROVIDERS.flatMap((from) => PROVIDERS.filter((to) => to !== from).map((to) => ({ from, to })));

/** A person with a code of the former provider and one wrong guess, and the engine that the deployment now runs. */
async function swap(from: ProviderEntry, to: ProviderEntry, retired: 'retired' | 'forgotten' = 'retired') {
  const former = from.create({ url: inbox.url });
  const current = to.create({ url: inbox.url });
  const bed = createProviderBed(inbox, former);
  const sent = granted(await bed.otp.request({ to: bed.number }));
  const code = bed.newestCode();
  expect(await bed.otp.verify({ challenge: sent.challenge, code: wrong(code) })).toMatchObject({ attemptsLeft: 4 });
  const asked: readonly VerificationProvider[] =
    former.kind === 'verification-provider' && retired === 'retired' ? [former] : [];
  return { ...bed, sent, code, former, current, swapped: bed.engineWith({ provider: current, retired: asked }) };
}

describe.each(pairs)('after $from.name is swapped for $to.name', ({ from, to }) => {
  it('a code in flight still verifies, with the tries it had', async () => {
    const { swapped, number, sent, code, messageCount, expectNothingShown } = await swap(from, to);
    const { challenge } = sent;
    expect(await swapped.verify({ challenge, code: wrong(code, 2) })).toMatchObject({ attemptsLeft: 3 });
    expect(await swapped.verify({ challenge, code })).toMatchObject({ ok: true, phoneNumber: number });
    expect(await swapped.verify({ challenge, code })).toEqual({ ok: false, reason: 'not-found' });
    expect(messageCount()).toBe(1);
    expectNothingShown();
  });

  it('a resend comes from the new one, where it is of the same kind', async () => {
    const { swapped, clock, sent, code, former, current, messageCount, newestCode } = await swap(from, to);
    await clock.advance(MINUTE_MS);
    const again = await swapped.resend({ challenge: sent.challenge });
    if (former.kind !== current.kind) {
      expect(again).toEqual({ ok: false, reason: 'challenge-not-active' });
      expect(messageCount()).toBe(1);
      return;
    }
    const { challenge, codeLength, expiresAt } = granted(again);
    expect([messageCount(), newestCode().length, expiresAt]).toEqual([2, codeLength, sent.expiresAt]);
    if (current.kind === 'sms-sender') expect(newestCode()).toBe(code);
    expect(await swapped.verify({ challenge, code: wrong(newestCode()) })).toMatchObject({ attemptsLeft: 3 });
    expect(await swapped.verify({ challenge, code: newestCode() })).toMatchObject({ ok: true });
  });

  it('a new request, once the former code is used, is answered with a code of the new one', async () => {
    const { swapped, clock, sent, code, current, number, newestCode } = await swap(from, to);
    expect(await swapped.verify({ challenge: sent.challenge, code })).toMatchObject({ ok: true });
    expect(await swapped.request({ to: number })).toMatchObject({ reason: 'cooldown', retryAt: sent.resendAt });
    await clock.advance(MINUTE_MS);
    const next = granted(await swapped.request({ to: number }));
    expect(next.codeLength).toBe(traitsOf(current).codeLength);
    expect(await swapped.verify({ challenge: next.challenge, code: newestCode() })).toMatchObject({ ok: true });
  });
});

describe.each(VERIFICATION_PROVIDERS)('a deployment that forgets $name altogether', (from) => {
  it('says so of its codes and spends no try; remembering it again makes them good', async () => {
    const { swapped, sent, code, former, engineWith, events } = await swap(from, SENDERS[0], 'forgotten');
    const { challenge } = sent;
    const failure = { category: 'configuration', providerId: former.providerId };
    for (let tries = 0; tries < 6; tries += 1) {
      expect(await swapped.verify({ challenge, code })).toMatchObject({ reason: 'provider-unavailable', failure });
    }
    expect(events.at(-1)).toMatchObject({ type: 'verification-refused', reason: 'provider-unavailable', failure });
    const remembering = engineWith({
      provider: SENDERS[0].create({ url: inbox.url }),
      retired: [from.create({ url: inbox.url })],
    });
    expect(await remembering.verify({ challenge, code })).toMatchObject({ ok: true });
  });
});
