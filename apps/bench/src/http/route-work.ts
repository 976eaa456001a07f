import type { OtpEngine, RequestResult } from '@countersign/otp-core';
import type { Auth } from '../stores/better-auth.ts';

/** What a contestant's route has to do, whichever framework it is in. */
export type RouteWork =
  | { readonly route: 'bare' }
  | { readonly route: 'hand-written' | 'countersign'; readonly engine: OtpEngine }
  | { readonly route: 'better-auth'; readonly auth: Auth };

/** What a bare framework answers: as long as the answer of the others. */
export const BARE_ANSWER = {
  challenge: 'x'.repeat(300),
  expiresAt: '2026-01-01T00:10:00.000Z',
  resendAt: '2026-01-01T00:00:30.000Z',
  codeLength: 6,
  maskedTo: '••••••••23',
};

/** By hand, the fields that our handler answers. */
export function answerOf(result: RequestResult): { readonly status: 202 | 400; readonly body: object } {
  if (!result.ok) return { status: 400, body: { code: result.reason } };
  const { challenge, expiresAt, resendAt, codeLength, maskedTo } = result;
  return { status: 202, body: { challenge, expiresAt, resendAt, codeLength, maskedTo } };
}
