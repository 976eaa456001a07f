/** Asks limiter and store whether a code may be told, and has the state stored before anything leaves. */
import {
  type CodeScope,
  deriveCodes,
  digestsOfCodes,
  type KeySet,
  type Recipient,
  randomName,
} from '../challenge/index.ts';
import type { IssuedChallenge, IssueIntent } from '../spec/index.ts';
import { askStore, nonsense } from './ask.ts';
import { aboutChallenge, type Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { type RefusedRequest, refuseRequest } from './refusals.ts';

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
  | RefusedRequest;

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
    ask: (options) =>
      context.store.issue(
        {
          subject,
          nowMs: context.clock.storeNow(),
          purpose: call.purpose,
          challengeId,
          intent,
          repeatedCode: repeatedCodeOf(call, opening),
          keyId: keys.keyId,
          salt,
          // The true ones for decoys as well: where a challenge is shared, the owner's request sends the code that a decoy's opened.
          digests: codes === null ? null : digestsOfCodes(keys, scope, codes),
          // Stryker disable next-line BooleanLiteral: only the compiler asks for it: a client that was read says whether it is known
          knownClient: call.client.known ?? false,
          ttlMs: policy.ttlMs,
          maxAttempts: attemptsOf(context, policy.maxAttempts),
          budget: context.budget,
        },
        options,
      ),
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
      // Stryker disable next-line StringLiteral: only the compiler asks for it: nobody asks about this case by name
      return { status: 'issued', issued: outcome, code: codeMadeNow(codes, salt, outcome) };
    case 'duplicate':
      context.emit?.({
        type: 'request-repeated',
        ...aboutChallenge(context, call, { ...opening, challengeId: outcome.challengeId }),
      });
      return { status: 'duplicate', issued: outcome, code: null };
    case 'cooldown':
    case 'quota-exceeded':
      return refuseRequest(context, call, opening, { reason: outcome.status, retryAtMs: outcome.retryAtMs });
    case 'locked':
      return refuseRequest(context, call, opening, { reason: 'locked', retryAtMs: outcome.retryAtMs });
    case 'not-found':
      return refuseRequest(context, call, opening, { reason: 'challenge-not-active' });
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

/** What sends no code replaces none: the one that the number's owner was sent must stay right. */
function repeatedCodeOf(call: Call, { recipient, message }: Opening): 'same' | 'new' {
  return recipient.kind === 'number' && message === 'due' ? call.settings.policy.resendCode : 'same';
}

/** A repeated challenge kept its own salt, and with it another code. */
// Stryker disable next-line BlockStatement: time, not behaviour: a code that was just made is derived once more
function codeMadeNow(codes: readonly string[] | null, salt: string, issued: IssuedChallenge): string | null {
  // Stryker disable next-line ConditionalExpression: time, not behaviour: a code that was just made is derived once more
  if (issued.salt !== salt) return null;
  // Stryker disable next-line ConditionalExpression,LogicalOperator,ArrowFunction: time, not behaviour: a code that was just made is derived once more
  return codes?.find((code) => code.length === issued.codeLength) ?? null;
}

/** A provider that allows fewer checks sets the number of tries. */
function attemptsOf(context: EngineContext, maxAttempts: number): number {
  const { provider } = context;
  if (provider.kind === 'sms-sender') return maxAttempts;
  return Math.min(maxAttempts, provider.capabilities.maxChecks ?? maxAttempts);
}
