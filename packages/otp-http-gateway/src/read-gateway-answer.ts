import { categoryOfHttpStatus, createProviderFailure, parseRetryAfter } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory, SendOutcome } from '@countersign/otp-core/spec';
import type { GatewayAnswer, GatewayVerdict } from './http-gateway-options.ts';
import { judgeAnswerBody } from './judge-answer-body.ts';
import type { ResolvedHttpGatewaySmsSenderOptions } from './resolve-http-gateway-options.ts';

/** What reading an answer needs to know of the options. */
export type AnswerRules = Pick<ResolvedHttpGatewaySmsSenderOptions, 'providerId' | 'success' | 'messageId' | 'secrets'>;

/** Turns an answer into an outcome. The status decides; a 2xx is asked what its body says. */
export function readGatewayAnswer(answer: GatewayAnswer, rules: AnswerRules, to: string): SendOutcome {
  const refusal = readRefusingStatus(answer, rules.providerId);
  if (refusal !== null) return refusal;
  const { statusCode } = answer;
  if (statusCode < 200 || statusCode > 299) {
    // 408, 5xx and what no RFC knows. A 503 too: a balancer may say it after it has passed the request on.
    return failed('unknown', answer, rules.providerId, categoryOfHttpStatus(statusCode), 'did not say what it did');
  }
  const verdict = rules.success === null ? judgeAnswerBody(answer.body) : ask(rules.success, answer);
  switch (verdict) {
    case 'accepted':
      return { status: 'accepted', messageId: readMessageId(answer, rules, to) };
    case 'refused':
      return failed('refused', answer, rules.providerId, 'unknown', 'refused the message in its answer');
    default:
      return failed('unknown', answer, rules.providerId, 'unknown', 'gave an answer that cannot be told apart');
  }
}

/** A status that refuses whatever the body says: a redirect, which is never followed, and any 4xx but 408. */
export function readRefusingStatus(answer: GatewayAnswer, providerId: string): SendOutcome | null {
  const { statusCode } = answer;
  if (statusCode >= 300 && statusCode <= 399) {
    return failed('refused', answer, providerId, 'configuration', 'redirects, which is never followed');
  }
  if (statusCode >= 400 && statusCode <= 499 && statusCode !== 408) {
    return failed('refused', answer, providerId, categoryOfHttpStatus(statusCode), 'refused the request');
  }
  return null;
}

function failed(
  status: 'refused' | 'unknown',
  { statusCode, headers }: GatewayAnswer,
  providerId: string,
  category: ProviderFailureCategory,
  what: string,
): SendOutcome {
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
  return {
    status,
    failure: createProviderFailure({
      category,
      providerId,
      statusCode,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      message: `The gateway ${what}.`,
    }),
  };
}

/** A configured function is somebody else's code: whatever it does instead of giving a verdict, none was given. */
function ask(success: (answer: GatewayAnswer) => unknown, answer: GatewayAnswer): GatewayVerdict {
  const verdict = callSafely(success, answer);
  return verdict === 'accepted' || verdict === 'refused' ? verdict : 'unknown';
}

/** Visible ASCII without spaces holds no message text; one that repeats the number or a secret must not reach an event. */
function readMessageId(answer: GatewayAnswer, rules: AnswerRules, to: string): string | null {
  if (rules.messageId === null) return null;
  const found: unknown = callSafely(rules.messageId, answer);
  const id = Number.isSafeInteger(found) ? String(found) : found;
  if (typeof id !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(id)) return null;
  return [to.slice(1), ...rules.secrets].some((secret) => id.includes(secret)) ? null : id;
}

function callSafely(configured: (answer: GatewayAnswer) => unknown, answer: GatewayAnswer): unknown {
  try {
    const value = configured(answer);
    // An async function is not waited for, but its rejection must not end the process.
    if (value instanceof Promise) value.catch(() => undefined);
    return value;
  } catch {
    return null;
  }
}
