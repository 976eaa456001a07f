import { inspect } from 'node:util';
import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { PROVIDER_FAILURE_CATEGORIES, type StartOutcome, type VerificationProvider } from '@countersign/otp-core/spec';
import { createScriptedVerificationProvider, type ScriptedVerificationProvider } from '@countersign/otp-testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoutingEvent } from './routing-event.ts';
import { refused, uncertain } from './test-support/failures.ts';
import { withProviderFailover } from './with-provider-failover.ts';

const TO = '+14155550123';
const FINAL = ['invalid-recipient', 'opted-out', 'content-rejected', 'fraud-blocked'];

function vendor(providerId: string, capabilities = {}): ScriptedVerificationProvider {
  return createScriptedVerificationProvider({ providerId, ...capabilities });
}

/** A vendor whose starts all end the same way. */
function starting(providerId: string, outcome: StartOutcome): VerificationProvider {
  return { ...vendor(providerId), start: async () => outcome };
}

async function started(provider: VerificationProvider) {
  const outcome = await provider.start({ to: TO });
  if (outcome.status !== 'accepted') throw new Error(outcome.status);
  return outcome;
}

describe('withProviderFailover', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('starts at the first vendor and names it in the reference, for the handle, and beside it, for delivery reports', async () => {
    const [a, b] = [vendor('a'), vendor('b')];
    expect(await withProviderFailover([a, b]).start({ to: TO, locale: 'de', ip: '192.0.2.1' })).toEqual({
      status: 'accepted',
      reference: 'a:verification-1',
      providerId: 'a',
      messageId: 'verification-1',
    });
    expect(a.starts).toEqual([{ to: TO, locale: 'de', ip: '192.0.2.1' }]);
    expect(b.starts).toEqual([]);
  });

  it('keeps the time to live and the message id of the vendor', async () => {
    const accepted = { status: 'accepted', reference: 'r', messageId: 'm', ttlMs: 60_000 } as const;
    const outcome = await withProviderFailover([starting('a', accepted)]).start({ to: TO });
    expect(outcome).toEqual({ ...accepted, reference: 'a:r', providerId: 'a' });
  });

  it.each(PROVIDER_FAILURE_CATEGORIES)(
    'after a refusal as %s, goes on unless another could do no better',
    async (category) => {
      const b = vendor('b');
      const provider = withProviderFailover([starting('a', refused('a', category)), b]);
      const outcome = await provider.start({ to: TO });
      expect(outcome.status).toBe(FINAL.includes(category) ? 'refused' : 'accepted');
      expect(b.starts).toHaveLength(FINAL.includes(category) ? 0 : 1);
    },
  );

  it.each(['leave-unknown', 'throw', 'answer-nonsense'] as const)('starts no other after "%s"', async (behaviour) => {
    const [a, b] = [vendor('a'), vendor('b')];
    a.behaveOnStart(behaviour);
    const outcome = await withProviderFailover([a, b]).start({ to: TO });
    expect(outcome).toMatchObject({ status: 'unknown', failure: { providerId: 'a' } });
    expect(inspect(outcome)).not.toContain('4155550123');
    expect(b.starts).toEqual([]);
  });

  it('starts no other where the first does not answer in time', async () => {
    const [a, b] = [vendor('a'), vendor('b')];
    a.behaveOnStart('hang');
    const starting = withProviderFailover([a, b]).start({ to: TO });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await starting).toMatchObject({ status: 'unknown', failure: { category: 'timeout', providerId: 'a' } });
    a.release();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(b.starts).toEqual([]);
  });

  it.each(['a"b', 'a b', 'x'.repeat(128), 'ü'])(
    'knows of no refusal where a vendor’s reference is %j: a code is on its way',
    async (reference) => {
      const b = vendor('b');
      const provider = withProviderFailover([starting('a', { status: 'accepted', reference }), b]);
      expect(await provider.start({ to: TO })).toMatchObject({ status: 'unknown', failure: { providerId: 'a' } });
      expect(b.starts).toEqual([]);
    },
  );

  it('checks with the vendor that made the code, whoever comes first by then', async () => {
    const [a, b] = [vendor('a'), vendor('b')];
    a.behaveOnStart('refuse');
    const { reference } = await started(withProviderFailover([a, b]));
    const restarted = withProviderFailover([b, a]);
    expect(await restarted.check({ to: TO, reference, code: b.lastCode(TO) })).toEqual({
      status: 'approved',
      phoneNumber: TO,
    });
    expect(b.checks).toMatchObject([{ reference: 'verification-1' }]);
    expect(a.checks).toEqual([]);
  });

  it('passes on what the vendor says, an approval of another number included', async () => {
    const a = vendor('a');
    const provider = withProviderFailover([a]);
    const { reference } = await started(provider);
    const check = (code: string) => provider.check({ to: TO, reference, code });
    expect(await check('000000')).toEqual({ status: 'mismatch' });
    a.behaveOnCheck('approve-another-number', 'leave-unknown', 'throw', 'answer-nonsense');
    expect(await check('1')).toEqual({ status: 'approved', phoneNumber: '+19995550199' });
    for (let index = 0; index < 3; index += 1) {
      const outcome = await check('042817');
      expect(outcome).toMatchObject({ status: 'unknown', failure: { providerId: 'a' } });
      expect(inspect(outcome)).not.toMatch(/4155550123|042817/);
    }
  });

  it('ends a check that hangs', async () => {
    const a = vendor('a');
    const provider = withProviderFailover([a], { deadlineMs: 3_000 });
    const { reference } = await started(provider);
    a.behaveOnCheck('hang');
    const checking = provider.check({ to: TO, reference, code: '042817' });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await checking).toMatchObject({ status: 'unknown', failure: { category: 'timeout' } });
  });

  it('checks codes in flight although the circuit is open', async () => {
    const a = vendor('a');
    const provider = withProviderFailover([a, vendor('b')], { openAfterFailures: 1 });
    const { reference } = await started(provider);
    a.behaveOnStart('leave-unknown');
    await provider.start({ to: TO });
    expect(await provider.start({ to: '+14155550199' })).toMatchObject({ providerId: 'b' });
    expect(await provider.check({ to: TO, reference, code: '007919' })).toMatchObject({ status: 'approved' });
  });

  it('checks codes of retired vendors, and starts none', async () => {
    const [former, current] = [vendor('former', { codeLength: 4 }), vendor('current')];
    const { reference } = await started(withProviderFailover([former]));
    const provider = withProviderFailover([current], { retired: [former] });
    expect(await provider.check({ to: TO, reference, code: former.lastCode(TO) })).toMatchObject({
      status: 'approved',
    });
    expect((await started(provider)).reference).toBe('current:verification-1');
    expect(former.starts).toHaveLength(1);
  });

  it.each(['x:verification-1', 'verification-1', '', 'a:', 7, {}, undefined])(
    'finds nothing under %j and asks nobody',
    async (reference) => {
      const a = vendor('a');
      const outcome = await withProviderFailover([a]).check({ to: TO, reference: reference as string, code: '1' });
      expect(outcome).toEqual({ status: 'not-found' });
      expect(a.checks).toEqual([]);
    },
  );

  it('cancels at the vendor that made the code, and nowhere else', async () => {
    const [a, b] = [vendor('a'), vendor('b')];
    const provider = withProviderFailover([a, b]);
    await provider.cancel?.('b:verification-7');
    await provider.cancel?.('verification-7');
    expect([a.cancelled, b.cancelled]).toEqual([[], ['verification-7']]);
  });

  it('cancels quietly where a vendor cannot, or fails, and not at all where none can', async () => {
    const { cancel: _cancel, ...cannot } = vendor('a');
    const fails = { ...vendor('b'), cancel: () => Promise.reject(new Error(TO)) };
    const provider = withProviderFailover([cannot, fails]);
    await expect(provider.cancel?.('a:1')).resolves.toBeUndefined();
    await expect(provider.cancel?.('b:1')).resolves.toBeUndefined();
    expect(withProviderFailover([cannot]).cancel).toBeUndefined();
  });

  it('repeats at the vendor used last, which can repeat its code, or at another where it is told to', async () => {
    const takers = async (options: object) => {
      const [a, b] = [vendor('a'), vendor('b')];
      a.behaveOnStart('refuse');
      const provider = withProviderFailover([a, b], options);
      return [(await started(provider)).providerId, (await started(provider)).providerId];
    };
    expect(await takers({})).toEqual(['b', 'b']);
    expect(await takers({ onRepeat: 'another' })).toEqual(['b', 'a']);
  });

  it('tells who stood in for whom, under a name of its own', async () => {
    const events: RoutingEvent[] = [];
    const [a, b] = [vendor('a'), vendor('b')];
    a.behaveOnStart('refuse');
    await withProviderFailover([a, b], { onEvent: (event) => events.push(event) }).start({ to: TO });
    expect(events).toMatchObject([
      { type: 'provider-failed-over', route: 'provider-failover', from: 'a', to: 'b', category: 'blocked-destination' },
    ]);
  });

  it('can what all of its vendors can', () => {
    const strict = vendor('a', { concurrency: 'per-number', maxChecks: 5, checkByNumber: false });
    const loose = vendor('b', { maxChecks: 10 });
    const capabilities = (...list: VerificationProvider[]) => withProviderFailover(list).capabilities;
    expect(capabilities(loose, strict, vendor('c'))).toEqual({
      concurrency: 'per-number',
      codeLength: 6,
      maxChecks: 5,
      checkByNumber: false,
    });
    expect(capabilities(vendor('c'), vendor('d'))).toEqual({
      concurrency: 'independent',
      codeLength: 6,
      maxChecks: null,
      checkByNumber: true,
    });
  });

  it.each([
    ['no list', undefined, {}],
    ['an empty list', [], {}],
    ['codes of different lengths', [vendor('a'), vendor('b', { codeLength: 4 })], {}],
    ['a vendor twice', [vendor('a'), vendor('a')], {}],
    ['a vendor that is retired too', [vendor('a')], { retired: [vendor('a')] }],
    ['retired vendors that are no list', [vendor('a')], { retired: vendor('b') }],
    ['a sender', [{ ...vendor('a'), kind: 'sms-sender' }], {}],
    ['no capabilities', [{ ...vendor('a'), capabilities: null }], {}],
    ['another specification', [{ ...vendor('a'), specificationVersion: 'v2' }], {}],
    ['nothing', [null], {}],
  ])('refuses %s', (_name, providers, options) => {
    expect(() => withProviderFailover(providers as VerificationProvider[], options as object)).toThrow(
      OtpConfigurationError,
    );
  });
});

describe('a check by number through withProviderFailover', () => {
  const ask = (provider: VerificationProvider, code: string) => provider.check({ to: TO, reference: null, code });

  it('asks the vendor used last first, and no other where it knows a code of this number', async () => {
    const [a, b] = [vendor('a'), vendor('b')];
    a.behaveOnStart('refuse');
    const provider = withProviderFailover([a, b]);
    await provider.start({ to: TO });
    expect(await ask(provider, '000000')).toEqual({ status: 'mismatch' });
    expect(await ask(provider, b.lastCode(TO))).toMatchObject({ status: 'approved' });
    expect(a.checks).toEqual([]);
  });

  it('asks one after another where this process has sent nothing, past those that know nothing or do not answer', async () => {
    const [a, b, c] = [vendor('a'), vendor('b'), vendor('c')];
    await c.start({ to: TO });
    b.behaveOnCheck('leave-unknown', 'leave-unknown');
    const provider = withProviderFailover([a, b, c]);
    expect(await ask(provider, c.lastCode(TO))).toMatchObject({ status: 'approved' });
    expect([a, b, c].map(({ checks }) => checks.length)).toEqual([1, 1, 1]);
    expect(await ask(provider, c.lastCode(TO))).toMatchObject({ status: 'unknown', failure: { providerId: 'b' } });
  });

  it('compares a guess with one code only', async () => {
    const [a, b] = [vendor('a'), vendor('b')];
    await a.start({ to: TO });
    await b.start({ to: '+14155550100' });
    await b.start({ to: TO });
    const provider = withProviderFailover([a, b]);
    expect(await ask(provider, b.lastCode(TO))).toEqual({ status: 'mismatch' });
    expect(b.checks).toEqual([]);
  });

  it('asks retired vendors too, where they can', async () => {
    const [current, former] = [vendor('current'), vendor('former')];
    const mute = vendor('mute', { checkByNumber: false });
    await former.start({ to: TO });
    const provider = withProviderFailover([current], { retired: [mute, former] });
    expect(await ask(provider, former.lastCode(TO))).toMatchObject({ status: 'approved' });
    expect(mute.checks).toEqual([]);
  });

  it('asks nobody where not all vendors can', async () => {
    const [a, b] = [vendor('a'), vendor('b', { checkByNumber: false })];
    await a.start({ to: TO });
    expect(await ask(withProviderFailover([a, b]), a.lastCode(TO))).toEqual({ status: 'not-found' });
    expect(a.checks).toEqual([]);
  });

  it('tells what is more than nothing', async () => {
    const says = (providerId: string, status: 'expired' | 'exhausted' | 'not-found') => ({
      ...vendor(providerId),
      check: async () => ({ status }),
    });
    const answer = (...list: VerificationProvider[]) => ask(withProviderFailover(list), '000000');
    expect(await answer(says('a', 'not-found'), says('b', 'expired'))).toEqual({ status: 'expired' });
    expect(await answer(says('a', 'exhausted'), says('b', 'expired'))).toEqual({ status: 'exhausted' });
    const silent = { ...vendor('c'), check: async () => uncertain('c', 'unavailable') };
    expect(await answer(says('a', 'expired'), silent)).toMatchObject({ status: 'unknown' });
  });
});
