/** Asks limiter and store whether a code may be told, and has the state stored before anything leaves. */
import {
  type CodeScope,
  deriveCodes,
  digestCode,
  type KeySet,
  type Recipient,
  randomName,
} from '../challenge/index.ts';
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
  /** `withheld`: answered as if it were sent, since a refusal would tell who has an account. */
  readonly message: 'due' | 'withheld';
}

export type Opened =
  | { readonly status: 'issued' | 'duplicate'; readonly issued: IssuedChallenge; readonly code: string | null }
  | { readonly status: 'refused'; readonly result: RequestResult };

export async function openChallenge(context: EngineContext, call: Call, opening: Opening): Promise<Opened> {
  const { subject, challengeId, intent } = opening;
  const { policy } = call.settings;
  const keys = context.keys.current;
  const salt = randomName();
  const scope = { subject, purpose: call.purpose };
  const codes = codesOf(context, call, scope, keys, salt);
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
        repeatedCode: repeatedCodeOf(call, opening),
        keyId: keys.keyId,
        salt,
        digests: codes?.map((code) => digestOf(scope, keys, code)) ?? null,
        knownClient: call.client.known ?? false,
        ttlMs: policy.ttlMs,
        maxAttempts: attemptsOf(context, policy.maxAttempts),
        budget: context.budget,
      }),
  });
  switch (outcome?.status) {
    case 'issued':
      if (opening.message === 'due') {
        context.emit?.({
          type: 'code-issued',
          ...aboutChallenge(context, call, { ...opening, challengeId: outcome.challengeId }),
          cause: opening.cause,
          providerId: context.provider.providerId,
          codeLength: codeLengthOf(context, outcome),
          country: opening.country,
        });
      }
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
  scope: CodeScope,
  keys: KeySet,
  salt: string,
): readonly string[] | null {
  if (context.provider.kind === 'verification-provider') return null;
  const usual = call.settings.policy.codeLength;
  const longer = Math.max(usual, context.policy.stepUp?.codeLength ?? usual);
  return deriveCodes(keys, scope, salt, longer === usual ? [usual] : [usual, longer]);
}

/** The true one for decoys as well: where a challenge is shared, the owner's request sends the code that a decoy's opened. */
function digestOf(scope: CodeScope, keys: KeySet, code: string): LengthDigest {
  return { length: code.length, digest: digestCode(keys, scope, code) };
}

/** What sends no code replaces none: the one that the number's owner was sent must stay right. */
function repeatedCodeOf(call: Call, { recipient, message }: Opening): 'same' | 'new' {
  return recipient.kind === 'number' && message === 'due' ? call.settings.policy.resendCode : 'same';
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

interface RefusedCall {
  readonly cause: RequestRefused['cause'];
  readonly subject: string | null;
}

/** Tells a refusal to the listener and to the caller. */
export function refuse(
  context: EngineContext,
  call: Call,
  from: RefusedCall,
  refusal: RefusalReason,
): { readonly status: 'refused'; readonly result: RequestResult } {
  tell(context, call, from, refusal, { hidden: false });
  return { status: 'refused', result: resultOf(refusal) };
}

/** Tells a refusal to the listener alone. */
export function hide(context: EngineContext, call: Call, from: RefusedCall, refusal: RefusalReason): void {
  tell(context, call, from, refusal, { hidden: true });
}

function tell(
  context: EngineContext,
  call: Call,
  from: RefusedCall,
  refusal: RefusalReason,
  { hidden }: Pick<RequestRefused, 'hidden'>,
): void {
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
    hidden,
  });
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
