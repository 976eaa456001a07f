import { categoryOfHttpStatus, createProviderFailure, parseRetryAfter } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory, SendOutcome, SmsMessage } from '@countersign/otp-core/spec';
import { type AnswerReading, createAnswerReading } from './answer-reading.ts';
import { askRules, type RuledVerdict } from './answer-rules.ts';
import type { GatewayAnswer } from './gateway-answer.ts';
import { judgeAnswerBody } from './judge-answer-body.ts';
import { isFailureCode } from './read-answer-rules.ts';
import type { ResolvedHttpGatewaySmsSenderOptions } from './resolve-http-gateway-options.ts';
import { isFitToShow } from './shown-token.ts';

/** What reading an answer needs to know of the options. */
export type ReadingOptions = Pick<
  ResolvedHttpGatewaySmsSenderOptions,
  'providerId' | 'answers' | 'failureCodes' | 'messageId' | 'secrets'
>;

/** Turns an answer into an outcome: by the gateway's rules where there are any, else by its status and its words. */
export function readGatewayAnswer(answer: GatewayAnswer, options: ReadingOptions, message: SmsMessage): SendOutcome {
  const { statusCode } = answer;
  const redirect = isRedirect(statusCode) ? readRefusingStatus(answer, options.providerId) : null;
  if (redirect !== null) return redirect;
  const reading = createAnswerReading(answer);
  const verdict = judge(reading, options);
  if (verdict.status === 'accepted') {
    return { status: 'accepted', messageId: readMessageId(reading, options, message) };
  }
  const isRefused = verdict.status === 'refused' || isRefusingStatus(statusCode);
  const code = readFailureCode(reading, options, message);
  const byStatus = categoryOfHttpStatus(statusCode);
  if (!isRefused)
    return failed('unknown', answer, options.providerId, { category: byStatus, providerCode: code.shown });
  const isTemporary = verdict.status === 'refused' && verdict.isTemporary;
  const byRule = verdict.status === 'refused' ? verdict.category : null;
  return failed('refused', answer, options.providerId, {
    category: code.category ?? byRule ?? (isTemporary && byStatus === 'unknown' ? 'unavailable' : byStatus),
    providerCode: code.shown,
    ...(isTemporary ? { retryable: true } : {}),
  });
}

/** What a broken exchange has left: a status that refuses whatever the body would have said. */
export function readRefusingStatus(answer: GatewayAnswer, providerId: string): SendOutcome | null {
  const { statusCode } = answer;
  if (isRedirect(statusCode)) return failed('refused', answer, providerId, { category: 'configuration' });
  if (!isRefusingStatus(statusCode)) return null;
  return failed('refused', answer, providerId, { category: categoryOfHttpStatus(statusCode) });
}

function isRedirect(statusCode: number): boolean {
  return statusCode >= 300 && statusCode <= 399;
}

function isRefusingStatus(statusCode: number): boolean {
  return statusCode >= 400 && statusCode <= 499 && statusCode !== 408;
}

function judge(reading: AnswerReading, options: ReadingOptions): RuledVerdict {
  if (options.answers !== null) return askRules(options.answers, reading);
  const { statusCode, body } = reading.answer;
  // 408, 5xx and what no RFC knows. A 503 too: a balancer may say it after it has passed the request on.
  if (statusCode < 200 || statusCode > 299) return { status: 'unknown' };
  const status = judgeAnswerBody(body);
  return status === 'refused' ? { status, isTemporary: false, category: null } : { status };
}

interface Failure {
  readonly category: ProviderFailureCategory;
  readonly retryable?: boolean;
  readonly providerCode?: string | null;
}

function failed(
  status: 'refused' | 'unknown',
  { statusCode, headers }: GatewayAnswer,
  providerId: string,
  { category, retryable, providerCode }: Failure,
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
      message: describe(status, statusCode),
    }),
  };
}

function describe(status: 'refused' | 'unknown', statusCode: number): string {
  if (isRedirect(statusCode)) return 'The gateway redirects, which is never followed.';
  const isSuccess = statusCode >= 200 && statusCode <= 299;
  if (status === 'refused') return isSuccess ? SAID_NO : 'The gateway refused the request.';
  return isSuccess ? 'The gateway gave an answer that cannot be told apart.' : 'The gateway did not say what it did.';
}

const SAID_NO = 'The gateway refused the message in its answer.';

/** A code of the table is one of ours by now; any other is shown only if it is a code and repeats nothing. */
function readFailureCode(reading: AnswerReading, { failureCodes, secrets }: ReadingOptions, message: SmsMessage) {
  const found = failureCodes?.find(reading) ?? null;
  const category = found === null ? null : (failureCodes?.categories.get(found) ?? null);
  const isShown = found !== null && isFailureCode(found) && isFitToShow(found, message, secrets);
  return { category, shown: isShown ? found : null };
}

function readMessageId(
  reading: AnswerReading,
  { messageId, secrets }: ReadingOptions,
  message: SmsMessage,
): string | null {
  const id = messageId?.(reading) ?? null;
  return id !== null && isFitToShow(id, message, secrets) ? id : null;
}
