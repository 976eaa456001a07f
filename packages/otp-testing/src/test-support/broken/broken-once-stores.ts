/** Once stores that break what a claim promises, each a variation of one that keeps every claim. */
import { readClaim, readRecord, readRelease, readStoreTimeout } from '@countersign/otp-core/adapter';
import type { OnceStore } from '@countersign/otp-core/spec';
import { onceStoreContract } from '../../once-store-contract/once-store-contract.ts';
import type { Proof } from './proof.ts';

interface Claim {
  readonly token: string;
  readonly holdUntilMs: number;
  readonly keptUntilMs: number;
  readonly isTimeless: boolean;
  readonly value: string | null;
}

/** What a once store may do differently. */
interface Variation {
  readonly waitsBeforeClaiming?: 'yes';
  readonly tokens?: () => string;
  readonly hearKey?: (key: string) => string;
  readonly hearValue?: (value: string) => string;
  readonly now?: (nowMs: number | null) => number;
  readonly isOver?: (claim: Claim, nowMs: number) => boolean;
  readonly isHeld?: (claim: Claim, nowMs: number) => boolean;
  readonly takesLate?: 'yes';
  readonly freesLate?: 'yes';
  readonly freesRecorded?: 'yes';
  readonly replaces?: 'yes';
  readonly forgetsRepeats?: 'yes';
  readonly takesAnyToken?: 'yes';
  readonly freesWhatIsLate?: 'yes';
  readonly countsFromRecord?: 'yes';
  readonly checksNothing?: 'yes';
  readonly retryAtMs?: (claim: Claim) => number;
}

function brokenOnceStore(name: string, variation: Variation): Proof {
  const createOnceStore = () => createOnceStoreWith(variation);
  return { name, register: (runner) => onceStoreContract(runner, { name, createOnceStore }) };
}

function createOnceStoreWith(variation: Variation): OnceStore {
  const claims = new Map<string, Claim>();
  let made = 0;
  const hear = variation.hearKey ?? ((key) => key);
  const now = variation.now ?? ((nowMs) => nowMs ?? Date.now());
  const isOver = variation.isOver ?? (({ keptUntilMs }, nowMs) => keptUntilMs <= nowMs);
  const isHeld = variation.isHeld ?? (({ holdUntilMs }, nowMs) => holdUntilMs > nowMs);
  const find = (key: string, nowMs: number) => {
    const claim = claims.get(hear(key));
    return claim === undefined || isOver(claim, nowMs) ? undefined : claim;
  };
  const isOf = (claim: Claim, token: string) => variation.takesAnyToken === 'yes' || claim.token === token;

  return {
    specificationVersion: 'v1',
    storeId: 'broken',

    async claim(input, options) {
      readStoreTimeout(options, 0);
      const { key, ttlMs, holdMs, nowMs: givenMs } = variation.checksNothing === 'yes' ? input : readClaim(input);
      const nowMs = now(givenMs);
      const former = find(key, nowMs);
      if (variation.waitsBeforeClaiming === 'yes') await new Promise((resolve) => setImmediate(resolve));
      const isFreed = variation.freesWhatIsLate === 'yes' && former?.value === null && !isHeld(former, nowMs);
      if (former !== undefined && !isFreed) {
        if (former.value !== null || !isHeld(former, nowMs)) return { status: 'done', value: former.value };
        return { status: 'under-way', retryAtMs: variation.retryAtMs?.(former) ?? former.holdUntilMs };
      }
      made += 1;
      const token = variation.tokens?.() ?? `token-${made}`;
      const [holdUntilMs, keptUntilMs] = [nowMs + holdMs, nowMs + ttlMs];
      claims.set(hear(key), { token, holdUntilMs, keptUntilMs, isTimeless: givenMs !== null, value: null });
      return { status: 'claimed', token };
    },

    async record(input, options) {
      readStoreTimeout(options, 0);
      const { key, token, value: heard, nowMs: givenMs } = readRecord(input);
      const value = variation.hearValue?.(heard) ?? heard;
      const nowMs = now(givenMs);
      const claim = find(key, nowMs);
      if (claim === undefined || !isOf(claim, token)) return { status: 'lost' };
      const isOpen = claim.value === null && (isHeld(claim, nowMs) || variation.takesLate === 'yes');
      if (isOpen || variation.replaces === 'yes') {
        const keptUntilMs =
          claim.keptUntilMs + (variation.countsFromRecord === 'yes' ? nowMs - claim.holdUntilMs + 10_000 : 0);
        claims.set(hear(key), { ...claim, value, keptUntilMs });
        return { status: 'recorded' };
      }
      return { status: claim.value === value && variation.forgetsRepeats !== 'yes' ? 'recorded' : 'lost' };
    },

    async release(input, options) {
      readStoreTimeout(options, 0);
      const { key, token, nowMs: givenMs } = readRelease(input);
      const claim = claims.get(hear(key));
      if (claim === undefined || !isOf(claim, token)) return { status: 'lost' };
      if (claim.value !== null && variation.freesRecorded !== 'yes') return { status: 'lost' };
      const isInTime = (givenMs === null && claim.isTimeless) || isHeld(claim, now(givenMs));
      if (!isInTime && variation.freesLate !== 'yes') return { status: 'lost' };
      claims.delete(hear(key));
      return { status: 'released' };
    },
  };
}

export const BROKEN_ONCE_STORES: readonly Proof[] = [
  brokenOnceStore('looks first and claims later', { waitsBeforeClaiming: 'yes' }),
  brokenOnceStore('gives every claim the same token', { tokens: () => 'token' }),
  brokenOnceStore('takes a result from anybody', { takesAnyToken: 'yes' }),
  brokenOnceStore('lets another do what was not recorded in time', { freesWhatIsLate: 'yes' }),
  brokenOnceStore('takes a result that comes late', { takesLate: 'yes' }),
  brokenOnceStore('gives back a claim whose hold is over', { freesLate: 'yes' }),
  brokenOnceStore('gives back what was recorded', { freesRecorded: 'yes' }),
  brokenOnceStore('replaces a result by a later one', { replaces: 'yes' }),
  brokenOnceStore('does not know a result again that comes twice', { forgetsRepeats: 'yes' }),
  brokenOnceStore('remembers for ever', { isOver: () => false }),
  brokenOnceStore('forgets a millisecond early', { isOver: ({ keptUntilMs }, nowMs) => keptUntilMs <= nowMs + 1 }),
  brokenOnceStore('counts its time from the record', { countsFromRecord: 'yes' }),
  brokenOnceStore('holds a claim a millisecond too long', { isHeld: ({ holdUntilMs }, nowMs) => holdUntilMs >= nowMs }),
  brokenOnceStore('tells another moment than the end of the hold', { retryAtMs: ({ keptUntilMs }) => keptUntilMs }),
  brokenOnceStore('takes keys for the same but for blanks around them', { hearKey: (key) => key.trim() }),
  brokenOnceStore('changes what it keeps', { hearValue: (value) => value.replaceAll('\0', '') }),
  brokenOnceStore('has no clock of its own', { now: (nowMs) => nowMs ?? 0 }),
  brokenOnceStore('takes whatever it is given', { checksNothing: 'yes' }),
];
