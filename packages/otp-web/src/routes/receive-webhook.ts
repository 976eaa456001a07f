import { OtpMisuseError } from '@countersign/otp-core/adapter';
import type { DeliveryReportOutcome, DeliveryReportParser } from '@countersign/otp-core/spec';
import { readExchangeBody } from '../body/read-exchange-body.ts';
import type { Exchange, Reply } from '../exchange.ts';
import type { ResolvedOtpWebOptions } from '../otp-web-options.ts';
import { createProblem, type Problem } from '../problems/problem.ts';
import { retryAtMsAfter } from '../problems/retry-after.ts';
import { emptyReply, problemReply, textReply } from '../reply.ts';

/** A provider's report; the longest are those of SNS, at most 256 kB. */
const MAX_WEBHOOK_BYTES = 262_144;

/**
 * `/webhooks/{provider}` (GET or POST): 204, or what the provider wants to be answered. What is not signed by the provider is
 * refused and told to nobody. A provider whose report was not taken in reports again.
 */
export async function receiveWebhook<From extends readonly unknown[]>(
  exchange: Exchange<From>,
  options: ResolvedOtpWebOptions<From>,
  parser: DeliveryReportParser,
): Promise<Reply> {
  const { body } = exchange;
  // A signature covers the bytes that came, not what a parser made of them.
  if (body.kind === 'parsed') {
    throw new OtpMisuseError(
      'Mount webhooks before express.json() and other body parsers, or keep the bytes as request.rawBody.',
    );
  }
  const read = await readExchangeBody(body, { maxBytes: MAX_WEBHOOK_BYTES, timeoutMs: options.bodyTimeoutMs });
  if (!read.ok) return refuse(read.problem);
  const { method, url } = exchange;
  return await answer(await parser.parse({ method, url, headers: exchange.headers(), body: read.bytes }));

  async function answer(outcome: DeliveryReportOutcome): Promise<Reply> {
    switch (outcome.status) {
      case 'verified':
        for (const report of outcome.reports) await options.webhooks.onReport(report);
        return outcome.reply === null ? emptyReply(204) : textReply(200, outcome.reply);
      case 'confirmation-needed':
        await confirm(outcome.confirmUrl);
        return emptyReply(204);
      case 'refused':
        return refuse(problemOf(outcome.reason));
    }
  }

  async function confirm(confirmUrl: string): Promise<void> {
    const { onConfirmationNeeded } = options.webhooks;
    if (onConfirmationNeeded !== undefined) return await onConfirmationNeeded(confirmUrl, parser.providerId);
    options.reporter.report(
      new OtpMisuseError(
        `${parser.providerId} asks for a confirmation of its webhook: set webhooks.onConfirmationNeeded.`,
      ),
    );
  }

  function problemOf(reason: Refused['reason']): Problem {
    switch (reason) {
      case 'malformed':
        return createProblem('malformed');
      case 'unauthenticated':
      case 'stale':
        return createProblem('webhook-refused');
      case 'unavailable':
        // Whoever is refused by a 4xx does not report again.
        return createProblem('service-unavailable', { retryAtMs: retryAtMsAfter(undefined, options.nowMs()) });
    }
  }

  function refuse(problem: Problem): Reply {
    return problemReply(problem, options);
  }
}

type Refused = Extract<DeliveryReportOutcome, { readonly status: 'refused' }>;
