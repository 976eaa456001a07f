/** `unlock`: forgets what a number has used up, once its owner has proven who they are in another way. */
import { subjectOf } from '../challenge/index.ts';
import { OtpMisuseError } from '../errors/otp-error.ts';
import { askStore } from './ask-store.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { readNumber } from './read-number.ts';

export async function unlock(context: EngineContext, call: Call, to: unknown): Promise<void> {
  const number = readNumber(context, to);
  if (number.status !== 'valid') throw new OtpMisuseError('unlock needs a valid phone number.');
  const subject = subjectOf(context.keys, call.tenant, { kind: 'number', phoneNumber: number.phoneNumber });
  await askStore(context, {
    operation: 'unlock',
    call,
    ask: () => context.store.unlock({ subject, nowMs: context.clock.storeNow() }),
  });
  context.emit?.({ type: 'number-unlocked', atMs: context.clock.now(), tenant: call.tenant, subject });
}
