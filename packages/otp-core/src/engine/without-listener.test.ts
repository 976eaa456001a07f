/** Whether anybody listens to events changes no answer. */

import { describe, expect, it } from 'vitest';
import type { OtpEvent } from '../index.ts';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { CodeStore } from '../spec/index.ts';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  MINUTE_MS,
  NUMBER,
  OTHER_NUMBER,
  wrong,
} from './test-support/test-bed.ts';

type Listener = ((event: OtpEvent) => void) | undefined;

/** What is compared: answers without what is drawn at random. */
function shapeOf(result: object): object {
  return 'challenge' in result ? { ...result, challenge: 'a handle' } : result;
}

async function playSender(onEvent: Listener): Promise<unknown[]> {
  const message = { template: `{code} ${'Не сообщайте его никому. '.repeat(4)}` };
  // `undefined` is what an option is that was left out.
  const { otp, provider, clock } = createTestBed({ message, onEvent } as object);
  const results: object[] = [];
  const sent = await otp.request({ to: NUMBER, idempotencyKey: 'once' });
  const { challenge } = granted(sent);
  results.push(sent, await otp.request({ to: NUMBER, idempotencyKey: 'once' }), await otp.request({ to: NUMBER }));
  await clock.advance(MINUTE_MS);
  provider.behave('refuse', 'leave-unknown', 'hang');
  results.push(await otp.request({ to: OTHER_NUMBER }), await otp.resend({ challenge }));
  await clock.advance(2 * MINUTE_MS);
  const resending = otp.resend({ challenge });
  await clock.advance(10_000);
  results.push(await resending);
  provider.release({ status: 'accepted', messageId: 'late' });
  const code = provider.lastCode(NUMBER);
  results.push(await otp.verify({ challenge, code: 'x' }), await otp.verify({ challenge, code: wrong(code) }));
  results.push(await otp.verify({ challenge, code }));
  await otp.cancel({ challenge });
  await otp.unlock({ to: NUMBER });
  await otp.close();
  return results.map(shapeOf);
}

async function playProvider(onEvent: Listener): Promise<unknown[]> {
  const { otp, provider, clock } = createProviderTestBed({}, { onEvent } as object);
  const { challenge } = granted(await otp.request({ to: NUMBER }));
  provider.behaveOnCheck('approve-another-number', 'leave-unknown', 'hang');
  const code = provider.lastCode(NUMBER);
  const results = [await otp.verify({ challenge, code }), await otp.verify({ challenge, code })];
  const hidden = otp.verify({ challenge, code: wrong(code), answerAfterMs: 3_000 });
  await clock.advance(3_000);
  results.push(await hidden);
  provider.release();
  results.push(await otp.verify({ challenge, code }));
  return results;
}

async function playFailingStore(onEvent: Listener): Promise<unknown[]> {
  const store: CodeStore = { ...createMemoryCodeStore(), issue: () => Promise.reject(new Error('down')) };
  const { otp } = createTestBed({ store, onEvent } as object);
  const error = await otp.request({ to: NUMBER }).catch((thrown: unknown) => thrown);
  return [(error as Error).message];
}

describe('an engine without onEvent', () => {
  it('answers everything as one with it does', async () => {
    const heard = new Set<string>();
    for (const play of [playSender, playProvider, playFailingStore]) {
      expect(await play(undefined)).toEqual(await play((event) => heard.add(event.type)));
    }
    expect([...heard].sort()).toEqual([
      'approval-rejected',
      'challenge-cancelled',
      'code-issued',
      'code-mismatched',
      'code-verified',
      'message-accepted',
      'message-refused',
      'message-segmented',
      'message-uncertain',
      'number-unlocked',
      'provider-answered-late',
      'request-refused',
      'request-repeated',
      'store-failed',
      'verification-refused',
    ]);
  });
});
