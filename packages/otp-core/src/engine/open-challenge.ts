/** Asks limiter and store whether a code may be told, and has the state stored before anything leaves. */
import { deriveCodes, digestCode, type KeySet, type Recipient, randomName } from '../challenge/index.ts';
import type { RateLimitName, RequestRefused } from '../events/otp-event.ts';
import type { IssuedChallenge, IssueIntent, LengthDigest } from '../spec/index.ts';
import { askStore, nonsense } from './ask-store.ts';
import type { Call } from './call.ts';
import { aboutChallenge } from './challenge-facts.ts';
import type { EngineContext } from './engine-context.ts';
import type { RequestResult } from './otp-engine.ts';

export interface Opening {
  readonly cause: 'request' | 'resend';
  readonly recipient: Recipient;
  readonly subject: string;
  readonly challengeId: string;
  readonly intent: IssueIntent;
  readonly country: string | null;
}

export type Opened =
  | { readonly status: 'issued' | 'duplicate'; readonly issued: IssuedChallenge; readonly code: string | null }
  | { readonly status: 'refused'; readonly result: RequestResult };

export async function openChallenge(context: EngineContext, call: Call, opening: Opening): Promise<Opened> {
  const { subject, challengeId, intent } = opening;
  const { policy } = call.settings;
  const keys = context.keys.current;
  const salt = randomName();
  const codes = codesOf(context, call, subject, keys, salt);
  const outcome = await askStore(context, {
    operation: 'issue',
    call,
    ask: () =>
      context.store.issue({
        subject,
        nowMs: context.clock.storeNow(),
        purpose: call.purpose,
        challengeId,
        intent,
        repeatedCode: policy.resendCode,
        keyId: keys.keyId,
        salt,
        digests: codes?.map((code) => digestOf(call, opening, keys, code)) ?? null,
        knownClient: call.client.known ?? false,
        ttlMs: policy.ttlMs,
        maxAttempts: attemptsOf(context, policy.maxAttempts),
        budget: context.budget,
      }),
  });
  switch (outcome?.status) {
    case 'issued':
      context.emit?.({
        type: 'code-issued',
        ...aboutChallenge(context, call, { ...opening, challengeId: outcome.challengeId }),
        cause: opening.cause,
        providerId: context.provider.providerId,
        codeLength: codeLengthOf(context, outcome),
        country: opening.country,
      });
      return { status: 'issued', issued: outcome, code: codeMadeNow(codes, salt, outcome) };
    case 'duplicate':
      context.emit?.({
        type: 'request-repeated',
        ...aboutChallenge(context, call, { ...opening, challengeId: outcome.challengeId }),
      });
      return { status: 'duplicate', issued: outcome, code: null };
    case 'cooldown':
    case 'quota-exceeded':
      return refuse(context, call, opening, { reason: outcome.status, retryAtMs: outcome.retryAtMs });
    case 'locked':
      return refuse(context, call, opening, { reason: 'locked', retryAtMs: outcome.retryAtMs });
    case 'not-found':
      return refuse(context, call, opening, { reason: 'challenge-not-active' });
    default:
      throw nonsense('issue');
  }
}

/** Digits of the code that the client has to ask for. */
export function codeLengthOf(context: EngineContext, issued: IssuedChallenge): number {
  const { provider } = context;
  if (provider.kind === 'verification-provider') return provider.capabilities.codeLength;
  return issued.codeLength ?? context.policy.codeLength;
}

/** Codes of the usual length and of the one after step-up; `null`: the provider makes its own. */
function codesOf(
  context: EngineContext,
  call: Call,
  subject: string,
  keys: KeySet,
  salt: string,
): readonly string[] | null {
  if (context.provider.kind === 'verification-provider') return null;
  const usual = call.settings.policy.codeLength;
  const longer = Math.max(usual, context.policy.stepUp?.codeLength ?? usual);
  return deriveCodes(keys, { subject, purpose: call.purpose }, salt, longer === usual ? [usual] : [usual, longer]);
}

/** A decoy's digest belongs to no code at all. */
function digestOf(call: Call, { recipient, subject }: Opening, keys: KeySet, code: string): LengthDigest {
  const scope = { subject, purpose: call.purpose };
  return { length: code.length, digest: recipient.kind === 'decoy' ? randomName() : digestCode(keys, scope, code) };
}

/** A repeated challenge kept its own salt, and with it another code. */
function codeMadeNow(codes: readonly string[] | null, salt: string, issued: IssuedChallenge): string | null {
  if (issued.salt !== salt) return null;
  return codes?.find((code) => code.length === issued.codeLength) ?? null;
}

/** A provider that allows fewer checks sets the number of tries. */
function attemptsOf(context: EngineContext, maxAttempts: number): number {
  const { provider } = context;
  if (provider.kind === 'sms-sender') return maxAttempts;
  return Math.min(maxAttempts, provider.capabilities.maxChecks ?? maxAttempts);
}

export type RefusalReason =
  | { readonly reason: 'invalid-phone-number' | 'destination-not-allowed' | 'challenge-not-active' }
  | { readonly reason: 'cooldown' | 'quota-exceeded'; readonly retryAtMs: number }
  | { readonly reason: 'rate-limited'; readonly retryAtMs: number; readonly limit: RateLimitName }
  | { readonly reason: 'locked'; readonly retryAtMs: number | null };

/** Tells a refusal to the listener and to the caller. */
export function refuse(
  context: EngineContext,
  call: Pick<Call, 'tenant' | 'purpose'>,
  from: { readonly cause: RequestRefused['cause']; readonly subject: string | null },
  refusal: RefusalReason,
): { readonly status: 'refused'; readonly result: RequestResult } {
  context.emit?.({
    type: 'request-refused',
    atMs: context.clock.now(),
    tenant: call.tenant,
    purpose: call.purpose,
    cause: from.cause,
    subject: from.subject,
    reason: refusal.reason,
    retryAtMs: 'retryAtMs' in refusal ? refusal.retryAtMs : null,
    limit: 'limit' in refusal ? refusal.limit : null,
  });
  return { status: 'refused', result: resultOf(refusal) };
}

function resultOf(refusal: RefusalReason): RequestResult {
  switch (refusal.reason) {
    case 'cooldown':
    case 'quota-exceeded':
    case 'rate-limited':
      return { ok: false, reason: refusal.reason, retryAt: new Date(refusal.retryAtMs) };
    case 'locked': {
      const { reason, retryAtMs } = refusal;
      return { ok: false, reason, retryAt: retryAtMs === null ? null : new Date(retryAtMs) };
    }
    default:
      return { ok: false, reason: refusal.reason };
  }
}
