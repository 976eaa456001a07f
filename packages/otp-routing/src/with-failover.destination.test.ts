/** What is counted per destination, what is not counted at all, and that no stranger can hold a circuit open. */
import { createProviderFailure } from '@countersign/otp-core/adapter';
import type {
  ProviderFailureCategory,
  ProviderFailureDependence,
  SendOutcome,
  SmsSender,
} from '@countersign/otp-core/spec';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byCountry } from './by-country.ts';
import type { FailoverOptions } from './failover-options.ts';
import type { RoutingEvent } from './routing-event.ts';
import { createPlayedSender } from './test-support/played-sender.ts';
import { weighted } from './weighted.ts';
import { withFailover } from './with-failover.ts';

const text = 'Your code is 042817.';
const AMERICAN = ['+14155550101', '+12125550102', '+13055550103', '+12065550104'];
const BRITISH = ['+447700900101', '+447700900102', '+447700900103', '+447700900104'];

type Answer = (to: string) => SendOutcome;

/** A sender whose answers follow from the number. */
function vendor(providerId: string, answer: Answer): SmsSender & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId,
    asked,
    async send({ to }) {
      asked.push(to);
      return answer(to);
    },
  };
}

const accepted: SendOutcome = { status: 'accepted', messageId: 'message-1' };

function failed(
  status: 'refused' | 'unknown',
  category: ProviderFailureCategory,
  dependsOn?: ProviderFailureDependence,
): SendOutcome {
  const about = dependsOn === undefined ? {} : { dependsOn };
  return { status, failure: createProviderFailure({ category, providerId: 'main', ...about, message: 'No.' }) };
}

const isBritish = (to: string) => to.startsWith('+44');

function route(senders: readonly SmsSender[], options: FailoverOptions = {}) {
  const events: RoutingEvent[] = [];
  const list = withFailover(senders, { ...options, onEvent: (event) => events.push(event) });
  return {
    list,
    circuits: () => events.filter(({ type }) => type.startsWith('circuit')),
    async sendAll(numbers: readonly string[]): Promise<readonly string[]> {
      const statuses: string[] = [];
      for (const to of numbers) statuses.push((await list.send({ to, text })).status);
      return statuses;
    },
  };
}

describe('per destination, withFailover', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) }));
  afterEach(() => vi.useRealTimers());

  it.each(['configuration', 'insufficient-funds'] as const)('counts %s', async (category) => {
    const main = vendor('main', (to) => (isBritish(to) ? failed('refused', category) : accepted));
    const { sendAll, circuits } = route([main, vendor('backup', () => accepted)]);
    await sendAll([...BRITISH, ...AMERICAN]);
    expect(main.asked).toEqual([...BRITISH.slice(0, 3), ...AMERICAN]);
    expect(circuits()).toMatchObject([{ type: 'circuit-opened', providerId: 'main', destination: '+44', category }]);
  });

  it('counts in a row: a message that was taken there begins anew, and one elsewhere does not', async () => {
    const script = ['no', 'no', 'yes', 'no', 'no', 'no'];
    const main = vendor('main', (to) => {
      if (!isBritish(to)) return accepted;
      return script.shift() === 'yes' ? accepted : failed('refused', 'configuration');
    });
    const { sendAll, circuits } = route([main, vendor('backup', () => accepted)]);
    await sendAll(['+447700900101', '+14155550101', '+447700900102', '+447700900103', '+14155550102']);
    await sendAll(['+447700900104', '+447700900105', '+14155550103']);
    expect(circuits()).toEqual([]);
    await sendAll(['+447700900106']);
    expect(circuits()).toHaveLength(1);
  });

  it('counts all area codes of one country together, and other countries of the same calling code apart', async () => {
    const main = vendor('main', () => failed('refused', 'configuration'));
    const { sendAll, circuits } = route([main, vendor('backup', () => accepted)]);
    await sendAll(['+18765550101', '+14165550102', '+12425550103']);
    expect(circuits()).toEqual([]);
    await sendAll(AMERICAN);
    expect(circuits()).toMatchObject([{ destination: '+1' }]);
    expect(main.asked).toHaveLength(6);
  });

  it('tries again after a while, there alone, and closes with the first message that is taken', async () => {
    let isMended = false;
    const main = vendor('main', (to) => (isBritish(to) && !isMended ? failed('refused', 'configuration') : accepted));
    const { sendAll, circuits } = route([main]);
    expect(await sendAll(BRITISH)).toEqual(['refused', 'refused', 'refused', 'refused']);
    isMended = true;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await sendAll(BRITISH)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(circuits()).toMatchObject([
      { type: 'circuit-opened', destination: '+44' },
      { type: 'circuit-half-open', destination: '+44' },
      { type: 'circuit-closed', destination: '+44' },
    ]);
  });

  it('counts what is no matter of the destination for all', async () => {
    const main = vendor('main', () => failed('refused', 'authentication'));
    const { sendAll, circuits } = route([main, vendor('backup', () => accepted)]);
    await sendAll(['+447700900101', '+14155550101', '+33612345678', '+4915112345678']);
    expect(main.asked).toHaveLength(3);
    expect(circuits()).toMatchObject([{ category: 'authentication' }]);
    expect(circuits()[0]).not.toHaveProperty('destination');
  });

  it('says when to try again where every vendor is left out for this destination', async () => {
    const main = vendor('main', (to) => (isBritish(to) ? failed('refused', 'configuration') : accepted));
    const { list, sendAll } = route([main], { openAfterFailures: 1 });
    await sendAll(BRITISH.slice(0, 1));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await list.send({ to: '+447700900102', text })).toMatchObject({
      status: 'refused',
      failure: { category: 'unavailable', retryAfterMs: 20_000, dependsOn: 'destination' },
    });
  });
});

describe('what the recipient can bring about', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) }));
  afterEach(() => vi.useRealTimers());

  const CATEGORIES: readonly ProviderFailureCategory[] = [
    'configuration',
    'authentication',
    'account-suspended',
    'insufficient-funds',
    'unavailable',
    'timeout',
    'unknown',
    'invalid-recipient',
  ];

  it.each(CATEGORIES.flatMap((category) => (['refused', 'unknown'] as const).map((status) => ({ status, category }))))(
    'opens nothing, even as $status and $category',
    async ({ status, category }) => {
      const main = vendor('main', () => failed(status, category, 'recipient'));
      const { sendAll, circuits } = route([main, vendor('backup', () => accepted)], { openAfterFailures: 1 });
      await sendAll([...BRITISH, ...AMERICAN]);
      expect(main.asked).toHaveLength(8);
      expect(circuits()).toEqual([]);
    },
  );

  it('clears nothing either: whoever types such numbers keeps no dead vendor in the list', async () => {
    const main = vendor('main', (to) =>
      isBritish(to) ? failed('refused', 'configuration', 'recipient') : failed('refused', 'unavailable'),
    );
    const { sendAll, circuits } = route([main, vendor('backup', () => accepted)]);
    await sendAll(['+14155550101', '+447700900101', '+14155550102', '+447700900102', '+14155550103']);
    expect(circuits()).toHaveLength(1);
  });

  it.each<[string, SendOutcome]>([
    ['such an answer', failed('refused', 'configuration', 'recipient')],
    ['a wrong setting for its country', failed('refused', 'configuration')],
    ['a throttled number', failed('refused', 'rate-limited')],
    ['a code that nobody knows', failed('refused', 'unknown')],
  ])('ends a trial: with %s nobody holds a vendor closed that is well again', async (_what, answer) => {
    let isDown = true;
    const main = vendor('main', (to) =>
      isDown ? failed('refused', 'unavailable') : isBritish(to) ? answer : accepted,
    );
    const { sendAll } = route([main], { openAfterFailures: 1 });
    await sendAll(['+14155550101']);
    isDown = false;
    for (let round = 0; round < 3; round += 1) {
      await vi.advanceTimersByTimeAsync(30_000);
      await sendAll([`+44770090010${round}`]);
      expect(await sendAll(['+14155550102'])).toEqual(['accepted']);
    }
  });

  it('leaves the next one a trial too where a caller goes in the middle of one', async () => {
    const main = createPlayedSender('main', 'refuse unavailable', 'hang', 'accept');
    const { list, sendAll } = route([main], { openAfterFailures: 1 });
    await sendAll(['+14155550101']);
    await vi.advanceTimersByTimeAsync(30_000);
    const controller = new AbortController();
    const trial = list.send({ to: '+447700900101', text }, { signal: controller.signal });
    controller.abort();
    expect(await trial).toMatchObject({ status: 'unknown' });
    expect(await sendAll(['+14155550102'])).toEqual(['accepted']);
  });
});

describe('a list within a list', () => {
  /** The first refuses British numbers for what they are; the second refuses all. */
  const inner = (first: SendOutcome, second: SendOutcome) =>
    withFailover([vendor('main', (to) => (isBritish(to) ? first : accepted)), vendor('backup', () => second)], {
      providerId: 'inner',
      openAfterFailures: 100,
    });

  it.each<[string, SendOutcome]>([
    ['the recipient', failed('refused', 'configuration', 'recipient')],
    ['a blocked destination', failed('refused', 'blocked-destination')],
    ['the destination', failed('refused', 'configuration')],
    ['a number that cannot be reached', failed('refused', 'unreachable-recipient')],
  ])('is not left out for others because of %s and a last vendor that is down', async (_what, first) => {
    for (const last of [
      failed('refused', 'unavailable'),
      failed('refused', 'authentication'),
      failed('unknown', 'timeout'),
    ]) {
      const { sendAll, circuits } = route([inner(first, last)]);
      await sendAll([...BRITISH, ...BRITISH]);
      expect(await sendAll(AMERICAN)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
      expect(circuits().filter((event) => !('destination' in event))).toEqual([]);
    }
  });

  it('is left out where all of it is down', async () => {
    const { sendAll, circuits } = route([inner(failed('refused', 'unavailable'), failed('refused', 'unavailable'))]);
    await sendAll(BRITISH);
    expect(circuits()).toHaveLength(1);
    expect(circuits()[0]).not.toHaveProperty('destination');
  });

  it('is not left out for others where its vendors are, for one country', async () => {
    const innermost = withFailover(
      [vendor('main', (to) => (isBritish(to) ? failed('refused', 'configuration') : accepted))],
      {
        openAfterFailures: 1,
      },
    );
    const { sendAll, circuits } = route([innermost]);
    await sendAll([...BRITISH, ...BRITISH]);
    expect(await sendAll(AMERICAN)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(circuits()).toMatchObject([{ destination: '+44' }]);
  });

  it.each(['refused', 'unknown'] as const)(
    'of routes by country is not left out because one of them is down (%s)',
    async (status) => {
      const routes = byCountry({
        '+44': vendor('dead', () => failed(status, 'unavailable')),
        default: vendor('main', () => accepted),
      });
      const { sendAll, circuits } = route([routes]);
      await sendAll(BRITISH);
      expect(await sendAll(AMERICAN)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
      expect(circuits()).toMatchObject([{ destination: '+44' }]);
    },
  );

  it('passes on what a vendor said that it depends on', async () => {
    const about = weighted([
      { sender: vendor('main', () => failed('refused', 'configuration', 'recipient')), weight: 1 },
    ]);
    expect(await about.send({ to: '+14155550101', text })).toMatchObject({ failure: { dependsOn: 'recipient' } });
  });
});
