import { OtpStoreError } from '@countersign/otp-core/adapter';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { CodeStore } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { codeStoreContract } from '../code-store-contract/code-store-contract.ts';
import { createReferenceCodeStore } from '../code-store-model/reference-code-store.ts';
import { guessOf, issueOf, RIGHT } from '../test-support/written-history.ts';
import { callAtOnce } from './call-at-once.ts';
import { recordCodeStore } from './record-code-store.ts';
import type { StoreEvent } from './store-event.ts';

codeStoreContract(
  { describe, it },
  {
    name: 'a recorded store',
    createStore: () => recordCodeStore(createMemoryCodeStore(), { process: 'a' }),
  },
);

describe('recordCodeStore', () => {
  it('notes a call before it is made, and its answer', async () => {
    const heard: StoreEvent[] = [];
    const shared = createReferenceCodeStore();
    const seen: number[] = [];
    const redeem: CodeStore['redeem'] = (input) => {
      seen.push(heard.length);
      return shared.redeem(input);
    };
    const onEvent = (event: StoreEvent) => heard.push(event);
    const store = recordCodeStore({ ...shared, redeem }, { process: 'a', onEvent });
    await callAtOnce(store, [guessOf(RIGHT)]);
    expect(seen).toEqual([1]);
    expect(store.history).toEqual([
      { type: 'call-invoked', process: 'a', call: 1, atNs: expect.any(Number), ...guessOf(RIGHT) },
      { type: 'call-answered', process: 'a', call: 1, atNs: expect.any(Number), outcome: { status: 'not-found' } },
    ]);
    expect(heard).toEqual(store.history);
    const [invoked, answered] = store.history.map(({ atNs }) => atNs);
    expect(answered).toBeGreaterThan(invoked ?? Number.NaN);
  });

  it('keeps what was asked, whatever the caller makes of the object', async () => {
    const store = recordCodeStore(createReferenceCodeStore(), { process: 'a' });
    const input = { subject: 'number-1', nowMs: 7 };
    await store.unlock(input);
    input.subject = 'another';
    expect(store.history[0]).toMatchObject({ verb: 'unlock', input: { subject: 'number-1' } });
    expect(store.history[1]).not.toHaveProperty('outcome');
  });

  it.each([
    [new OtpStoreError('OTP_STORE_UNAVAILABLE', 'told +14155550123'), 'OTP_STORE_UNAVAILABLE'],
    [Object.assign(new Error('told +14155550123'), { code: '+14155550123' }), 'an error that is no OtpError'],
    ['told +14155550123', 'an error that is no OtpError'],
  ])('notes that a call failed, passes the error on, and keeps nothing of it but its code', async (error, name) => {
    const failing = recordCodeStore(
      { ...createReferenceCodeStore(), redeem: () => Promise.reject(error) },
      { process: 'a' },
    );
    const input = { subject: 'number-1', nowMs: 7, purpose: 'login', challengeId: null, digests: null };
    await expect(failing.redeem(input)).rejects.toBe(error);
    expect(failing.history[1]).toEqual({
      type: 'call-failed',
      process: 'a',
      call: 1,
      atNs: expect.any(Number),
      error: name,
    });
  });

  it('closes the store that it was given', async () => {
    let closed = 0;
    const close = async () => {
      closed += 1;
    };
    const store = recordCodeStore({ ...createReferenceCodeStore(), close }, { process: 'a' });
    await store.close?.();
    expect(closed).toBe(1);
  });
});

describe('callAtOnce', () => {
  it('makes all calls before it waits, and answers with the events of these calls alone', async () => {
    const store = recordCodeStore(createMemoryCodeStore(), { process: 'a' });
    await callAtOnce(store, [issueOf()]);
    const events = await callAtOnce(store, [guessOf('wrong'), guessOf(RIGHT), issueOf({ challengeId: 'c-2' })]);
    expect(events.map(({ type, call }) => `${type} ${call}`).slice(0, 3)).toEqual([
      'call-invoked 2',
      'call-invoked 3',
      'call-invoked 4',
    ]);
    expect(events).toHaveLength(6);
  });

  it('waits for all, be it that some fail', async () => {
    const store = recordCodeStore(
      { ...createReferenceCodeStore(), issue: () => Promise.reject(new Error('down')) },
      { process: 'a' },
    );
    const events = await callAtOnce(store, [issueOf(), guessOf(RIGHT)]);
    expect(events.map(({ type }) => type).sort()).toEqual([
      'call-answered',
      'call-failed',
      'call-invoked',
      'call-invoked',
    ]);
  });
});
