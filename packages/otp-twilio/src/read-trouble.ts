/** Turns everything but success into a failure, and says whether Twilio can have acted upon the request. */
import {
  categoryOfHttpStatus,
  createProviderFailure,
  dependenceOfUnknownCode,
  isAboutRecipient,
} from '@countersign/otp-core/adapter';
import type { ProviderFailure, ProviderFailureCategory } from '@countersign/otp-core/spec';
import type { TwilioTrouble } from './call-twilio.ts';
import { type Confidential, isFitToShow } from './shown-token.ts';
import { TWILIO_ERROR_TABLE } from './twilio-error-table.ts';

/** `refused`: certainly nothing was done. The two of the three outcomes that a send and a start share. */
export interface NotAccepted {
  readonly status: 'refused' | 'unknown';
  readonly failure: ProviderFailure;
}

/** Who failed, and what must not be shown even if Twilio repeats it as a code. */
export interface FailureContext extends Confidential {
  readonly providerId: string;
}

export function readTrouble(trouble: TwilioTrouble, context: FailureContext): NotAccepted {
  const { providerId } = context;
  switch (trouble.status) {
    case 'rejected':
      return readRejected(trouble, context);
    case 'unreadable':
      return unreadable(providerId, trouble.statusCode);
    case 'broken':
      return readBroken(trouble, providerId);
    case 'not-loaded':
      return refused(providerId, 'configuration', trouble.explanation);
  }
}

/** What is settled here, without Twilio. */
export function refused(
  providerId: string,
  category: ProviderFailureCategory,
  message: string,
  about: Pick<ProviderFailure, 'dependsOn'> = {},
): NotAccepted {
  return { status: 'refused', failure: createProviderFailure({ category, providerId, ...about, message }) };
}

/** A success that says nothing one could rely on. */
export function unreadable(providerId: string, statusCode: number | null): NotAccepted {
  return unclear(providerId, "Twilio's answer cannot be read; what became of the request is not known.", statusCode);
}

/** A success that is about another number: somebody mixes up answers, or Twilio writes this number in another way. */
export function aboutAnotherNumber(providerId: string): NotAccepted {
  return unclear(providerId, 'Twilio answered about another number than was asked.', null, BY_RECIPIENT);
}

/** A success that has failed before it was answered, which a carrier may do for this number alone. */
export function failedAtOnce(providerId: string): NotAccepted {
  return unclear(providerId, 'Twilio took the request and then failed it.', null, BY_RECIPIENT);
}

const BY_RECIPIENT = { dependsOn: 'recipient' } as const;

/** A verification whose id repeats what was asked: without a reference nobody could check the code. */
export function unfitReference(providerId: string): NotAccepted {
  return unclear(providerId, 'Twilio names the verification by what must not be shown.', null);
}

function unclear(
  providerId: string,
  message: string,
  statusCode: number | null,
  about: Pick<ProviderFailure, 'dependsOn'> = {},
): NotAccepted {
  const known = { ...(statusCode === null ? {} : { statusCode }), ...about };
  return { status: 'unknown', failure: createProviderFailure({ category: 'unknown', providerId, ...known, message }) };
}

/** A failure that Twilio names by a code: of an answer, or of a receipt. */
export function failureOfCode(
  code: string | null,
  context: FailureContext,
  otherwise: ProviderFailureCategory,
  known: { readonly statusCode?: number; readonly retryAfterMs?: number } = {},
): ProviderFailure {
  const { category, ...meaning } = (code === null ? undefined : TWILIO_ERROR_TABLE.get(code)) ?? {
    category: otherwise,
    ...(code === null ? {} : dependenceOfUnknownCode(known.statusCode ?? 200)),
  };
  return createProviderFailure({
    category,
    ...meaning,
    providerId: context.providerId,
    ...shownCode(code, context),
    ...known,
    message: WORDS[category],
  });
}

/** A code of four to six digits can be the very code that was told or offered; what it means still counts. */
export function shownCode(code: string | null, context: FailureContext): { providerCode?: string } {
  return code === null || !isFitToShow(code, context) ? {} : { providerCode: code };
}

/** Ours: Twilio's own texts repeat the number. */
const WORDS: Readonly<Record<ProviderFailureCategory, string>> = {
  'invalid-recipient': 'Twilio cannot send text messages to this number.',
  'unreachable-recipient': 'Twilio cannot reach this number.',
  'opted-out': 'The recipient has unsubscribed from this sender.',
  'blocked-destination': 'Messages to this destination are not enabled, or blocked.',
  authentication: 'Twilio does not accept the credentials.',
  configuration: 'Something of the account, the sender or the service is not set up for this; the code says what.',
  'account-suspended': 'The Twilio account is not active.',
  'insufficient-funds': 'The Twilio account is out of funds.',
  'content-rejected': 'The text was rejected or filtered.',
  'fraud-blocked': "Twilio's fraud protection blocked the message.",
  'rate-limited': 'A limit of the account, the sender or the verification is reached.',
  unavailable: 'Twilio failed.',
  timeout: 'Twilio took too long.',
  unknown: 'Twilio gave a reason that is not known here; the code says more.',
};

type Rejected = Extract<TwilioTrouble, { status: 'rejected' }>;

function readRejected({ statusCode, code, retryAfterMs }: Rejected, context: FailureContext): NotAccepted {
  const { providerId } = context;
  const known = { statusCode, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  if (statusCode < 400) {
    const message = 'The address redirects, which is never followed.';
    return {
      status: 'refused',
      failure: createProviderFailure({ category: 'configuration', providerId, ...known, message }),
    };
  }
  // A 5xx, a 503 too, may come from a balancer that has passed the request on.
  const isRefusal = statusCode <= 499 && statusCode !== 408;
  const failure = failureOfCode(code, context, categoryOfHttpStatus(statusCode), known);
  if (isRefusal) return { status: 'refused', failure };
  return { status: 'unknown', failure: isAboutRecipient(failure.category) ? { ...failure, ...BY_RECIPIENT } : failure };
}

type Broken = Extract<TwilioTrouble, { status: 'broken' }>;

function readBroken(broken: Broken, providerId: string): NotAccepted {
  const { mayHaveLeft, code, statusCode } = broken;
  const [category, what] = explain(broken);
  return {
    status: mayHaveLeft ? 'unknown' : 'refused',
    failure: createProviderFailure({
      category,
      providerId,
      ...(code === null ? {} : { providerCode: code }),
      ...(statusCode === null ? {} : { statusCode }),
      message: `${what}; ${mayHaveLeft ? 'what became of the request is not known' : 'nothing was asked'}.`,
    }),
  };
}

function explain({ cause, mayHaveLeft, code }: Broken): [ProviderFailureCategory, string] {
  if (cause === 'timeout' || code === 'ETIMEDOUT' || code === 'ECONNABORTED') {
    return ['timeout', 'Twilio did not answer in time'];
  }
  if (cause === 'aborted') return ['timeout', 'The caller stopped waiting for Twilio'];
  if (isTrustProblem(code)) return ['configuration', 'No trusted connection to Twilio was possible'];
  if (!mayHaveLeft) return ['unavailable', 'Twilio could not be reached'];
  if (code !== null && /^E[A-Z]+$/.test(code)) return ['unavailable', 'The connection to Twilio broke'];
  return ['unknown', "Twilio's answer could not be read"];
}

/** Certificates and protocols, which somebody has to put right; a host that is down comes back by itself. */
function isTrustProblem(code: string | null): boolean {
  return code !== null && /CERT|SIGNATURE|^ERR_(SSL|TLS)|^EPROTO$|^CRL_|^UNABLE_TO_/.test(code);
}
