/**
 * Nobody can tell who has an account: whatever a client does, and whatever becomes of the provider meanwhile, a deployment
 * where the accounts exist and one where they do not give the same answers, at the same moments.
 */
import { randomUUID } from 'node:crypto';
import { createMemoryCodeStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OpenedStore, openStore } from '../stores/support/open-store.ts';
import { PLACES, type StartedPlace } from '../stores/support/start-place.ts';
import { type Command, commandsOf, SETTINGS, type Setting } from './support/commands.ts';
import { engineWire, httpWire, type Played, play, type Seen } from './support/play.ts';
import { createWorld, type Directory, namesDirectory, numbersDirectory, type Stores } from './support/world.ts';

interface Deployment {
  readonly stores: () => Stores;
  readonly wire: typeof engineWire;
  readonly directory: (exist: boolean) => Directory;
  readonly answerAfterMs: number | null;
}

async function playIn(deployment: Deployment, exist: boolean, setting: Setting, commands: readonly Command[]) {
  const world = createWorld({
    ...deployment.stores(),
    // Names records of its own on a store that all share.
    secret: `a secret of the tests ${randomUUID()}`,
    setting,
    directory: deployment.directory(exist),
    answerAfterMs: deployment.answerAfterMs,
  });
  return await play(world, setting, deployment.wire(world, setting), commands);
}

/** @returns what was played, for a look at whether anything happened */
async function expectNoDifference(deployment: Deployment, numRuns: number): Promise<Played[]> {
  const all: Played[] = [];
  const isHiding = deployment.answerAfterMs !== null;
  // Where nothing is hidden, codes of the provider and a provider in trouble tell, and the README says so.
  const settings = isHiding ? SETTINGS : SETTINGS.filter(({ vendor }) => vendor === 'own-codes');
  await fc.assert(
    fc.asyncProperty(settings, commandsOf({ trouble: isHiding }), async (setting, sequence) => {
      const known = await playIn(deployment, true, setting, sequence);
      const unknown = await playIn(deployment, false, setting, sequence);
      expect(unknown.seen.map(shownBy(deployment))).toEqual(known.seen.map(shownBy(deployment)));
      all.push(known);
    }),
    { numRuns, seed: 9 },
  );
  return all;
}

/** Where an account has a name, its digits are drawn for a decoy: there a mask tells nothing to compare. */
function shownBy({ directory }: Deployment): (seen: Seen) => unknown {
  if (directory(true).decoys === 'numbers') return (seen) => seen;
  return (seen) => JSON.parse(JSON.stringify(seen).replaceAll(/"\+\*{7}[0-9]{2}"/g, '"masked"'));
}

const memory = (): Stores => ({ store: createMemoryCodeStore(), limiter: createMemoryRateLimiter() });
const HIDING: Deployment = {
  stores: memory,
  wire: engineWire,
  directory: numbersDirectory,
  answerAfterMs: 3_000,
};

describe('with answerAfterMs', () => {
  it('nothing tells numbers with an account from others', async () => {
    const all = await expectNoDifference(HIDING, 600);
    const answers = new Set(all.flatMap(({ seen }) => seen.map(kindOf)));
    for (const kind of ['log-in ok 3000', 'log-in cooldown 3000', 'log-in quota-exceeded 3000', 'log-in locked 3000']) {
      expect(answers).toContain(kind);
    }
    for (const kind of ['log-in rate-limited 3000', 'log-in destination-not-allowed 3000', 'sign-up ok 3000']) {
      expect(answers).toContain(kind);
    }
    for (const kind of [
      'verify ok 0',
      'verify mismatch 0',
      'verify mismatch 3000',
      'verify exhausted 0',
      'cancel ok 0',
    ]) {
      expect(answers).toContain(kind);
    }
    const hidden = new Set(
      all.flatMap(({ events }) => events.flatMap((event) => ('hidden' in event && event.hidden ? [event.reason] : []))),
    );
    for (const reason of ['rate-limited', 'provider-unavailable', 'expired', 'exhausted', 'not-found']) {
      expect(hidden).toContain(reason);
    }
  }, 120_000);

  it('nothing tells names with an account from others', async () => {
    const all = await expectNoDifference({ ...HIDING, directory: namesDirectory }, 400);
    const hidden = new Set(
      all.flatMap(({ events }) => events.flatMap((event) => ('hidden' in event && event.hidden ? [event.reason] : []))),
    );
    for (const reason of ['rate-limited', 'destination-not-allowed', 'invalid-phone-number']) {
      expect(hidden).toContain(reason);
    }
  }, 120_000);
});

describe('over HTTP', () => {
  beforeEach(() => {
    // What the functions of the app took off the wait would be of the real clock.
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['numbers', numbersDirectory],
    ['names', namesDirectory],
  ])(
    'status, headers, body and moment are the same for %s with an account and without',
    async (_name, directory) => {
      const all = await expectNoDifference({ ...HIDING, wire: httpWire, directory }, 200);
      const statuses = new Set(all.flatMap(({ seen }) => seen.map(({ said }) => (said as { status?: number }).status)));
      for (const status of [202, 204, 400, 410, 422, 429]) expect(statuses).toContain(status);
    },
    120_000,
  );

  it('without answerAfterMs, a provider that takes every message at once tells no number with an account', async () => {
    const all = await expectNoDifference({ ...HIDING, wire: httpWire, answerAfterMs: null }, 300);
    const codes = new Set(
      all.flatMap(({ seen }) => seen.map(({ said }) => (said as { content?: { code?: string } | null }).content?.code)),
    );
    for (const code of ['cooldown', 'rate-limited', 'mismatch', 'destination-not-allowed'])
      expect(codes).toContain(code);
  }, 120_000);
});

describe.each(PLACES)('on %s', (_name, start) => {
  let place: StartedPlace;
  let opened: OpenedStore;
  beforeAll(async () => {
    place = await start();
    opened = await openStore(place.place);
  }, 120_000);
  afterAll(async () => {
    await opened?.close();
    await place?.stop();
  });

  it('nothing tells numbers with an account from others', async () => {
    await expectNoDifference({ ...HIDING, stores: () => opened }, 60);
  }, 240_000);

  it('nothing tells names with an account from others', async () => {
    await expectNoDifference({ ...HIDING, stores: () => opened, directory: namesDirectory }, 30);
  }, 240_000);
});

function kindOf({ of, afterMs, said }: Seen): string {
  const { ok, reason } = (said ?? {}) as { ok?: boolean; reason?: string };
  return `${of} ${ok === true ? 'ok' : (reason ?? '')} ${afterMs}`;
}
