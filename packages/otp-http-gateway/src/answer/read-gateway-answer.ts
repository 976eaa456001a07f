import {
  categoryOfHttpStatus,
  createProviderFailure,
  dependenceOfUnknownCode,
  isAboutRecipient,
  isFitToShow,
  parseRetryAfter,
} from '@countersign/otp-core/adapter';
import type {
  ProviderFailure,
  ProviderFailureCategory,
  ProviderFailureDependence,
  SendOutcome,
  SmsMessage,
} from '@countersign/otp-core/spec';
import { type Answer, BY_RECIPIENT, isRedirect, isRefusing, isSuccess } from '@countersign/otp-provider-utils';
import type { ResolvedHttpGatewaySmsSenderOptions } from '../resolve-http-gateway-options.ts';
import { type AnswerRule, askRules, isFailureCode, type RuledVerdict } from './answer-rules.ts';
import { type AnswerReading, createAnswerReading, type GatewayAnswer } from './gateway-answer.ts';
import { judgeAnswerBody } from './judge-body.ts';

/** What reading an answer needs to know of the options. */
export type ReadingOptions = Pick<
  ResolvedHttpGatewaySmsSenderOptions,
  'providerId' | 'answers' | 'failureCodes' | 'messageId' | 'secrets'
>;

/** Turns an answer into an outcome: by the gateway's rules where there are any, else by its status and its words. */
export function readGatewayAnswer(
  { statusCode, headers, body }: Answer<string>,
  options: ReadingOptions,
  message: Pick<SmsMessage, 'to' | 'text'>,
): SendOutcome {
  const answer: GatewayAnswer = { statusCode, headers, body: body ?? '' };
  // The status line of a refusal is enough: a body that is too long or too slow does not make it less of one.
  const refusal = isRedirect(statusCode) || body === null ? readRefusingStatus(answer, options.providerId) : null;
  if (refusal !== null) return refusal;
  const reading = createAnswerReading(answer);
  const verdict = judge(reading, options);
  if (verdict.status === 'accepted') {
    return { status: 'accepted', messageId: readMessageId(reading, options, message) };
  }
  const isRefused = verdict.status === 'refused' || isRefusing(statusCode);
  const code = readFailureCode(reading, options, message);
  const byStatus = categoryOfHttpStatus(statusCode);
  const { rule } = verdict;
  if (!isRefused) {
    const category = rule?.category ?? byStatus;
    return failed('unknown', answer, options.providerId, {
      category,
      providerCode: code.shown,
      ...dependenceOfUncertain(answer, rule, code, category),
    });
  }
  const isTemporary = verdict.status === 'refused' && verdict.isTemporary;
  return failed('refused', answer, options.providerId, {
    category: code.category ?? rule?.category ?? (isTemporary && byStatus === 'unknown' ? 'unavailable' : byStatus),
    providerCode: code.shown,
    ...(isTemporary ? { retryable: true } : {}),
    ...dependenceOfRefusal(statusCode, rule, code),
  });
}

type Dependence = Pick<ProviderFailure, 'dependsOn'>;

/** What nobody has explained may be about the number. */
function dependenceOfRefusal(statusCode: number, rule: AnswerRule | null, code: FoundCode): Dependence {
  if (code.dependsOn !== undefined || rule?.dependsOn !== undefined) return BY_RECIPIENT;
  if (code.category !== null || (rule !== null && rule.category !== null)) return {};
  if (code.isFound) return dependenceOfUnknownCode(statusCode);
  // What is left may do for a cheaper number.
  if (statusCode === 402) return BY_RECIPIENT;
  // Without a code or a category a 403 is a wrong key to some gateways and a blocked number to others.
  return statusCode === 403 ? { dependsOn: 'destination' } : {};
}

/** A success without a verdict: a sentence about the number, unless it is a page, which is a wrong address. */
function dependenceOfUncertain(
  { statusCode, body }: GatewayAnswer,
  rule: AnswerRule | null,
  code: FoundCode,
  category: ProviderFailureCategory,
): Dependence {
  if (code.dependsOn !== undefined || rule?.dependsOn !== undefined || isAboutRecipient(category)) return BY_RECIPIENT;
  return isSuccess(statusCode) && rule === null && !body.trimStart().startsWith('<') ? BY_RECIPIENT : {};
}

const NO_CODE: FoundCode = { isFound: false, category: null, dependsOn: undefined, shown: null };

/** What an answer without a body has left: a status that refuses whatever the body would have said. */
function readRefusingStatus(answer: GatewayAnswer, providerId: string): SendOutcome | null {
  const { statusCode } = answer;
  if (isRedirect(statusCode)) return failed('refused', answer, providerId, { category: 'configuration' });
  if (!isRefusing(statusCode)) return null;
  const category = categoryOfHttpStatus(statusCode);
  return failed('refused', answer, providerId, { category, ...dependenceOfRefusal(statusCode, null, NO_CODE) });
}

function judge(reading: AnswerReading, options: ReadingOptions): RuledVerdict {
  if (options.answers !== null) return askRules(options.answers, reading);
  const { statusCode, body } = reading.answer;
  // 408, 5xx and what no RFC knows. A 503 too: a balancer may say it after it has passed the request on.
  if (!isSuccess(statusCode)) return { status: 'unknown', rule: null };
  const status = judgeAnswerBody(body);
  switch (status) {
    case 'accepted':
      return { status };
    case 'refused':
      return { status, isTemporary: false, rule: null };
    case 'unknown':
      return { status, rule: null };
  }
}

interface Failure {
  readonly category: ProviderFailureCategory;
  readonly retryable?: boolean;
  readonly providerCode?: string | null;
  readonly dependsOn?: ProviderFailureDependence;
}

function failed(
  status: 'refused' | 'unknown',
  { statusCode, headers }: GatewayAnswer,
  providerId: string,
  { category, retryable, providerCode, dependsOn }: Failure,
): SendOutcome {
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
  return {
    status,
    failure: createProviderFailure({
      category,
      providerId,
      statusCode,
      ...(retryable === undefined ? {} : { retryable }),
      ...(typeof providerCode === 'string' ? { providerCode } : {}),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(dependsOn === undefined ? {} : { dependsOn }),
      message: describe(status, statusCode),
    }),
  };
}

function describe(status: 'refused' | 'unknown', statusCode: number): string {
  if (isRedirect(statusCode)) return 'The gateway redirects, which is never followed.';
  if (status === 'refused') return isSuccess(statusCode) ? SAID_NO : 'The gateway refused the request.';
  return isSuccess(statusCode)
    ? 'The gateway gave an answer that cannot be told apart.'
    : 'The gateway did not say what it did.';
}

const SAID_NO = 'The gateway refused the message in its answer.';

interface FoundCode {
  readonly isFound: boolean;
  readonly category: ProviderFailureCategory | null;
  readonly dependsOn: ProviderFailureDependence | undefined;
  readonly shown: string | null;
}

/** A code of the table is one of ours by now; any other is shown only if it is a code and repeats nothing. */
function readFailureCode(
  reading: AnswerReading,
  { failureCodes, secrets }: ReadingOptions,
  message: Pick<SmsMessage, 'to' | 'text'>,
): FoundCode {
  const found = failureCodes?.find(reading) ?? null;
  const category = found === null ? null : (failureCodes?.categories.get(found) ?? null);
  const isShown = found !== null && isFailureCode(found) && isToken(found, message, secrets);
  const dependsOn = found !== null && failureCodes?.dependOnRecipient.includes(found) ? 'recipient' : undefined;
  return { isFound: found !== null, category, dependsOn, shown: isShown ? found : null };
}

function readMessageId(
  reading: AnswerReading,
  { messageId, secrets }: ReadingOptions,
  message: Pick<SmsMessage, 'to' | 'text'>,
): string | null {
  const id = messageId?.(reading) ?? null;
  return id !== null && isToken(id, message, secrets) ? id : null;
}

/** Visible ASCII without spaces holds no message text, and yet may repeat what was told. */
function isToken(
  token: string,
  { to, text }: Pick<SmsMessage, 'to' | 'text'>,
  credentials: readonly string[],
): boolean {
  return /^[\x21-\x7e]{1,128}$/.test(token) && isFitToShow(token, { asked: [to, text], credentials });
}
