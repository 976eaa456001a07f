import {
  type Confidential,
  categoryOfHttpStatus,
  createProviderFailure,
  dependenceOfUnknownCode,
  isAboutRecipient,
  isFitToShow,
  type ProviderFailureInput,
  parseRetryAfter,
} from '@countersign/otp-core/adapter';
import type { ProviderFailure, ProviderFailureCategory, SendOutcome, SmsMessage } from '@countersign/otp-core/spec';
import {
  type Answer,
  BY_RECIPIENT,
  isRedirect,
  isRefusing,
  isSuccess,
  parseJson,
  shownCode,
} from '@countersign/otp-provider-utils';
import type { GatewayAnswer } from '../http-gateway-options.ts';
import type { ResolvedHttpGatewaySmsSenderOptions as Options } from '../resolve-http-gateway-options.ts';
import { type AnswerRule, askRules, FAILURE_CODE, type RuledVerdict } from './answer-rules.ts';
import type { AnswerReading } from './find-value.ts';
import { judgeAnswerBody } from './judge-body.ts';

/** Turns an answer into an outcome: by the gateway's rules where there are any, else by its status and its words. */
export function readGatewayAnswer(
  { statusCode, headers, body }: Answer<string>,
  options: Options,
  { to, text }: Pick<SmsMessage, 'to' | 'text'>,
): SendOutcome {
  const answer: GatewayAnswer = { statusCode, headers, body: body ?? '' };
  if (isRedirect(statusCode)) return failed('refused', answer, options, { category: 'configuration' });
  // The status line of a refusal is enough: a body that is too long or too slow does not make it less of one.
  const isStatusOnly = body === null && isRefusing(statusCode);
  const reading: AnswerReading = { answer, json: parseJson(answer.body) };
  const { status, rule } = isStatusOnly ? UNEXPLAINED : judge(reading, options);
  const told: Confidential = { asked: [to, text], credentials: options.secrets };
  if (status === 'accepted') return { status, messageId: readMessageId(reading, options, told) };

  const code = isStatusOnly ? null : readFailureCode(reading, options, told);
  const byStatus = categoryOfHttpStatus(statusCode);
  if (status === 'refused' || isRefusing(statusCode)) {
    const isTemporary = rule?.kind === 'temporary';
    return failed('refused', answer, options, {
      category: code?.category ?? rule?.category ?? (isTemporary && byStatus === 'unknown' ? 'unavailable' : byStatus),
      ...(isTemporary ? { retryable: true } : {}),
      ...code?.shown,
      ...dependenceOfRefusal(statusCode, rule, code),
    });
  }
  const category = rule?.category ?? byStatus;
  const dependence = isAboutRecipient(category) ? BY_RECIPIENT : dependenceOfUncertain(answer, rule, code);
  return failed('unknown', answer, options, { category, ...code?.shown, ...dependence });
}

const UNEXPLAINED: RuledVerdict = { status: 'unknown', rule: null };

function judge(reading: AnswerReading, { answers }: Options): RuledVerdict {
  if (answers !== null) return askRules(answers, reading);
  const { statusCode, body } = reading.answer;
  // 408, 5xx and what no RFC knows. A 503 too: a balancer may say it after it has passed the request on.
  return isSuccess(statusCode) ? { status: judgeAnswerBody(body), rule: null } : UNEXPLAINED;
}

/** A code of the gateway's. One in the table is one of ours by now; any other is shown only if it repeats nothing. */
interface FoundCode {
  readonly category: ProviderFailureCategory | null;
  readonly isOfRecipient: boolean;
  readonly shown: Pick<ProviderFailureInput, 'providerCode'>;
}

function readFailureCode(reading: AnswerReading, { failureCodes }: Options, told: Confidential): FoundCode | null {
  const found = failureCodes?.find(reading) ?? null;
  if (failureCodes === null || found === null) return null;
  return {
    category: failureCodes.categories.get(found) ?? null,
    isOfRecipient: failureCodes.dependOnRecipient.some((code) => code === found),
    shown: { providerCode: FAILURE_CODE.test(found) ? shownCode(found, told) : undefined },
  };
}

/** Visible ASCII without spaces holds no message text, and yet may repeat what was told. */
function readMessageId(reading: AnswerReading, { messageId }: Options, told: Confidential): string | null {
  const id = messageId?.(reading) ?? '';
  return /^[!-~]{1,128}$/.test(id) && isFitToShow(id, told) ? id : null;
}

type Dependence = Pick<ProviderFailure, 'dependsOn'>;

/** What nobody has explained may be about the number. */
function dependenceOfRefusal(statusCode: number, rule: AnswerRule | null, code: FoundCode | null): Dependence {
  if (isSaidOfRecipient(rule, code)) return BY_RECIPIENT;
  if ((code?.category ?? rule?.category ?? null) !== null) return {};
  if (code !== null) return dependenceOfUnknownCode(statusCode);
  // What is left may do for a cheaper number.
  if (statusCode === 402) return BY_RECIPIENT;
  // Without a code or a category a 403 is a wrong key to some gateways and a blocked number to others.
  return statusCode === 403 ? { dependsOn: 'destination' } : {};
}

/** A success without a verdict: a sentence about the number, unless it is a page, which is a wrong address. */
function dependenceOfUncertain(answer: GatewayAnswer, rule: AnswerRule | null, code: FoundCode | null): Dependence {
  const isSentence = isSuccess(answer.statusCode) && rule === null && !answer.body.trimStart().startsWith('<');
  return isSaidOfRecipient(rule, code) || isSentence ? BY_RECIPIENT : {};
}

function isSaidOfRecipient(rule: AnswerRule | null, code: FoundCode | null): boolean {
  return rule?.dependsOn === 'recipient' || code?.isOfRecipient === true;
}

function failed(
  status: 'refused' | 'unknown',
  { statusCode, headers }: GatewayAnswer,
  { providerId }: Options,
  facts: Pick<ProviderFailureInput, 'category' | 'retryable' | 'providerCode' | 'dependsOn'>,
): SendOutcome {
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
  const message = isRedirect(statusCode) ? REDIRECTS : SAID[status][isSuccess(statusCode) ? 0 : 1];
  return { status, failure: createProviderFailure({ ...facts, providerId, statusCode, retryAfterMs, message }) };
}

const REDIRECTS = 'The gateway redirects, which is never followed.';
const SAID = {
  refused: ['The gateway refused the message in its answer.', 'The gateway refused the request.'],
  unknown: ['The gateway gave an answer that cannot be told apart.', 'The gateway did not say what it did.'],
} as const;
