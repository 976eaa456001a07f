/** Composes the engine: one function an operation, one context for all of them. */
import { OtpClosedError } from '../errors/otp-error.ts';
import { answerOnTime, answerWhenKnown } from './answer.ts';
import { beginCall, type Call } from './call.ts';
import { createEngineContext } from './engine-context.ts';
import type { OtpEngineOptions } from './engine-options.ts';
import type { OtpEngine, RequestResult } from './otp-engine.ts';
import { request, resend } from './request.ts';
import type { Told } from './tell-code.ts';
import { cancel, unlock } from './undo.ts';
import { verify } from './verify.ts';
import { warmUp } from './warm-up.ts';

/**
 * Creates an engine. Opens nothing, sends nothing, reads no environment.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const otp = createOtpEngine({
 *   provider: createSmsSender({ send: async (phoneNumber, text) => client.text(phoneNumber, text) }),
 *   store: createMemoryCodeStore(),
 *   secret: process.env.OTP_SECRET ?? '', // refused, as every secret of less than 32 bytes is
 * });
 * const sent = await otp.request({ to: '+14155550123' });
 * if (sent.ok) await otp.verify({ challenge: sent.challenge, code: '042817' });
 */
export function createOtpEngine(options: OtpEngineOptions): OtpEngine {
  const context = createEngineContext(options);
  let closing: Promise<void> | undefined;

  /** Every operation starts here: refused after `close`, and waited for by it. */
  async function run<T>(operation: () => Promise<T>): Promise<T> {
    if (closing !== undefined) throw new OtpClosedError();
    context.underWay.begin();
    try {
      return await operation();
    } finally {
      context.underWay.end();
    }
  }

  function tell(call: Call, telling: Promise<Told>): Promise<RequestResult> {
    return call.answerAfterMs === null ? answerWhenKnown(context, call, telling) : answerOnTime(context, call, telling);
  }

  return {
    request: (input) =>
      run(() => {
        const call = beginCall(context, input);
        return tell(call, request(context, call, { to: input.to, idempotencyKey: input.idempotencyKey }));
      }),
    resend: (input) =>
      run(() => {
        const call = beginCall(context, input);
        return tell(call, resend(context, call, input.challenge));
      }),
    verify: (input) =>
      run(() => {
        const call = beginCall(context, input);
        const { challenge, to, code }: { challenge?: unknown; to?: unknown; code?: unknown } = input;
        return verify(context, call, { challenge, to, code });
      }),
    cancel: (input) => run(() => cancel(context, beginCall(context, input), input.challenge)),
    unlock: (input) => run(() => unlock(context, beginCall(context, input), input.to)),
    warmUp: () => run(() => warmUp(context, beginCall(context, {}))),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };

  async function closeAll(): Promise<void> {
    await context.underWay.idle();
    await Promise.all([options.store.close?.(), options.rateLimiter?.close?.()]);
  }
}
