/** What is given back of a request whose message did not leave, and what is answered while nobody knows. */

import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { CodeStore } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, MINUTE_MS, NUMBER } from './test-support/test-bed.ts';

function storeThatNotes(verbs: string[]): CodeStore {
  const store = createMemoryCodeStore();
  return {
    ...store,
    issue: (input) => {
      verbs.push('issue');
      return store.issue(input);
    },
    discard: (input) => {
      verbs.push('discard');
      return store.discard(input);
    },
  };
}

describe('a message of which nobody knows', () => {
  it.each(['leave-unknown', 'throw', 'answer-nonsense'] as const)(
    'is answered with the life of its challenge and no name, from a sender that should %s',
    async (behaviour) => {
      const { otp, provider, clock } = createTestBed();
      provider.behave(behaviour);
      expect(granted(await otp.request({ to: NUMBER }))).toMatchObject({
        delivery: 'unknown',
        messageId: null,
        expiresAt: new Date(clock.now() + 5 * MINUTE_MS),
        resendAt: new Date(clock.now() + 30_000),
      });
    },
  );

  it('stays counted when the caller goes away while it is being sent', async () => {
    const verbs: string[] = [];
    const controller = new AbortController();
    const { engineWith } = createTestBed();
    const otp = engineWith({
      store: storeThatNotes(verbs),
      provider: {
        ...createRecordingSmsSender(),
        send: () => {
          controller.abort();
          return new Promise(() => {});
        },
      },
    });
    await expect(otp.request({ to: NUMBER, signal: controller.signal })).rejects.toMatchObject({ code: 'OTP_ABORTED' });
    await otp.close();
    expect(verbs).toEqual(['issue']);
  });
});

describe('a send that cannot be given back', () => {
  it('is told to whom it concerns, in time', async () => {
    const store: CodeStore = { ...createMemoryCodeStore(), discard: () => new Promise(() => {}) };
    const { otp, provider, clock, events } = createTestBed({ store });
    provider.behave('refuse');
    const requesting = otp.request({ to: NUMBER, tenant: 'acme' });
    await clock.advance(2_000);
    expect(await requesting).toMatchObject({ reason: 'delivery-failed' });
    expect(events.at(-1)).toMatchObject({
      type: 'store-failed',
      operation: 'discard',
      tenant: 'acme',
      durationMs: 2_000,
    });
  });
});

describe('a store that repeats a challenge of the other kind', () => {
  /** Says of every code that it has `codeLength` digits, which is `null` for those that a provider makes. */
  function storeThatSays(codeLength: number | null, verbs: string[]): CodeStore {
    const store = storeThatNotes(verbs);
    const issue: CodeStore['issue'] = async (input) => {
      const outcome = await store.issue(input);
      return 'codeLength' in outcome ? { ...outcome, codeLength } : outcome;
    };
    return { ...store, issue };
  }

  it('makes no provider start what it cannot check, and gets the send back', async () => {
    const verbs: string[] = [];
    const { otp, provider } = createProviderTestBed({}, { store: storeThatSays(6, verbs) });
    expect(await otp.request({ to: NUMBER })).toEqual({ ok: false, reason: 'challenge-not-active' });
    expect(provider.starts).toEqual([]);
    expect(verbs).toEqual(['issue', 'discard']);
  });

  it('makes no sender send a code that it cannot know, and gets the send back', async () => {
    const verbs: string[] = [];
    const { otp, provider } = createTestBed({ store: storeThatSays(null, verbs) });
    expect(await otp.request({ to: NUMBER })).toEqual({ ok: false, reason: 'challenge-not-active' });
    expect(provider.messages).toEqual([]);
    expect(verbs).toEqual(['issue', 'discard']);
  });
});
