import type {
  CancelInput,
  CancelResult,
  OtpEngine,
  RequestInput,
  RequestResult,
  ResendInput,
  VerifyInput,
  VerifyResult,
} from '@countersign/otp-core';

/** An engine that answers as told and keeps what it was asked. Without a script everything succeeds. */
export interface ScriptedEngine extends OtpEngine {
  readonly requests: RequestInput[];
  readonly resends: ResendInput[];
  readonly verifications: VerifyInput[];
  readonly cancellations: CancelInput[];
}

export interface EngineScript {
  readonly request?: (input: RequestInput) => RequestResult | Promise<RequestResult>;
  readonly resend?: (input: ResendInput) => RequestResult | Promise<RequestResult>;
  readonly verify?: (input: VerifyInput) => VerifyResult | Promise<VerifyResult>;
  readonly cancel?: (input: CancelInput) => CancelResult | Promise<CancelResult>;
}

export const PHONE_NUMBER = '+14155550123';
export const CODE = '493027';
export const CHALLENGE = 'sealed-handle';

export const ISSUED: Extract<RequestResult, { ok: true }> = {
  ok: true,
  challenge: CHALLENGE,
  expiresAt: new Date('2026-03-01T12:10:00.000Z'),
  resendAt: new Date('2026-03-01T12:00:30.000Z'),
  codeLength: 6,
  maskedTo: '••••••••23',
  delivery: 'accepted',
  messageId: 'SM-provider-message-id',
};

export const VERIFIED: Extract<VerifyResult, { ok: true }> = {
  ok: true,
  phoneNumber: PHONE_NUMBER,
  purpose: 'default',
  tenant: 'default',
  verifiedAt: new Date('2026-03-01T12:01:00.000Z'),
};

export function createScriptedEngine(script: EngineScript = {}): ScriptedEngine {
  const requests: RequestInput[] = [];
  const resends: ResendInput[] = [];
  const verifications: VerifyInput[] = [];
  const cancellations: CancelInput[] = [];
  return {
    requests,
    resends,
    verifications,
    cancellations,
    async request(input) {
      requests.push(input);
      return (await script.request?.(input)) ?? ISSUED;
    },
    async resend(input) {
      resends.push(input);
      return (await script.resend?.(input)) ?? ISSUED;
    },
    async verify(input) {
      verifications.push(input);
      return (await script.verify?.(input)) ?? VERIFIED;
    },
    async cancel(input) {
      cancellations.push(input);
      return (await script.cancel?.(input)) ?? { ok: true };
    },
    async unlock() {},
    async warmUp() {},
    async close() {},
  };
}

/** Calls that reached the engine, of any kind. */
export function callsOf(engine: ScriptedEngine): number {
  return engine.requests.length + engine.resends.length + engine.verifications.length + engine.cancellations.length;
}
