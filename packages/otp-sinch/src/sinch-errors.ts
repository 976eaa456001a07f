/**
 * What Sinch's words mean. Sources: developers.sinch.com, "Errors" of the Verification API, "HTTP status codes" and
 * "Delivery report error codes" of the SMS API, and the community's "Verification result and reason codes".
 * What is in no table falls back on the HTTP status, or on the status of the report.
 */
import type { Confidential } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import {
  BY_RECIPIENT,
  type Exchange,
  type FailureContext,
  fieldOf,
  type Meaning,
  type NotAccepted,
  parseJson,
  readBroken,
  readRefusal,
} from '@countersign/otp-provider-utils';

/** Categories by a vendor's word. A map, as the words come from outside: `constructor` is in no map. */
export type ErrorTable = ReadonlyMap<string, ProviderFailureCategory>;

/**
 * Words that the number can bring about in an account where all is well for others, though their category does not say
 * so. No two tables use one word for two things.
 *
 * - 40200, `Not enough credit`: not enough for what a message to this number costs.
 * - 40303, `Denied by callback`: the app's own callback may deny a number.
 * - 42901: this number was asked for too quickly.
 * - `syntax_constraint_violation`: it does not say which of the parameters breaks a rule.
 */
const DEPENDING_ON_RECIPIENT: readonly string[] = [
  '40200',
  '40303',
  '42901',
  'Not enough credit',
  'Denied by callback',
  'syntax_constraint_violation',
];

/** `undefined` for a word that the table does not know. */
export function meaningOf(table: ErrorTable, word: string | null): Meaning | undefined {
  const category = table.get(word ?? '');
  if (category === undefined) return undefined;
  return { category, ...(DEPENDING_ON_RECIPIENT.includes(word ?? '') ? BY_RECIPIENT : {}) };
}

/** `errorCode` of the Verification API. @internal */
export const VERIFICATION_ERRORS: ErrorTable = new Map<string, ProviderFailureCategory>([
  // Of all that is sent only the number varies; everything else was checked at construction.
  ['40001', 'invalid-recipient'],
  ['40003', 'invalid-recipient'],
  ['40100', 'authentication'],
  ['40101', 'authentication'],
  ['40102', 'authentication'],
  ['40104', 'authentication'],
  ['40107', 'authentication'],
  ['40200', 'insufficient-funds'],
  ['40300', 'blocked-destination'],
  // The app's own callback denied it, or has no address: for the operator to put right.
  ['40303', 'configuration'],
  ['40400', 'configuration'],
  ['40900', 'configuration'],
  ['42200', 'configuration'],
  ['42201', 'unreachable-recipient'],
  ['42900', 'rate-limited'],
  // The number was asked for too quickly; a while later it is taken.
  ['42901', 'rate-limited'],
  ['50000', 'unavailable'],
  ['50300', 'unavailable'],
  ['50301', 'configuration'],
]);

/** `reason` of a verification that ended, whatever its status. */
export const VERIFICATION_REASONS: ErrorTable = new Map<string, ProviderFailureCategory>([
  ['Fraud', 'fraud-blocked'],
  ['Not enough credit', 'insufficient-funds'],
  ['Blocked', 'blocked-destination'],
  ['Destination denied', 'blocked-destination'],
  ['Denied by callback', 'configuration'],
  ['Invalid callback', 'configuration'],
  ['Internal error', 'unavailable'],
  ['Network error or number unreachable', 'unreachable-recipient'],
  ['SMS delivery failure', 'unreachable-recipient'],
]);

/** `code` of the SMS API. @internal */
export const SMS_ERRORS: ErrorTable = new Map<string, ProviderFailureCategory>([
  ['syntax_invalid_json', 'configuration'],
  // As above: the number is what varies.
  ['syntax_invalid_parameter_format', 'invalid-recipient'],
  ['syntax_constraint_violation', 'configuration'],
  ['illegal_number_type', 'invalid-recipient'],
  ['unauthorized', 'authentication'],
  ['blocked_account', 'account-suspended'],
  ['missing_callback_url', 'configuration'],
  ['unknown_group', 'configuration'],
  ['unknown_campaign', 'configuration'],
]);

/** `code` of an SMS delivery report about a message that did not arrive. */
export const DELIVERY_ERRORS: ErrorTable = new Map<string, ProviderFailureCategory>([
  ['402', 'unreachable-recipient'],
  ['403', 'unavailable'],
  ['404', 'unavailable'],
  ['405', 'configuration'],
  ['406', 'timeout'],
  ['407', 'unknown'],
  ['408', 'unknown'],
  ['410', 'configuration'],
  ['411', 'content-rejected'],
  ['412', 'blocked-destination'],
  ['413', 'account-suspended'],
  ['414', 'configuration'],
  ['415', 'content-rejected'],
  ['416', 'content-rejected'],
  ['417', 'unreachable-recipient'],
  ['418', 'content-rejected'],
]);

/** `status` of an SMS delivery report about a message that did not arrive, for codes that no table knows. */
export const DELIVERY_STATUSES: ErrorTable = new Map<string, ProviderFailureCategory>([
  ['Aborted', 'unknown'],
  ['Cancelled', 'unknown'],
  ['Canceled', 'unknown'],
  ['Rejected', 'unknown'],
  ['Deleted', 'unreachable-recipient'],
  ['Failed', 'unreachable-recipient'],
  ['Expired', 'unreachable-recipient'],
]);

/** One API: where its errors say their code, what a code looks like, and what it means. */
export interface Dialect {
  readonly codeMember: 'errorCode' | 'code';
  /** Nothing else is shown: an answer may hold anything where a code should stand. */
  readonly codeShape: RegExp;
  readonly table: ErrorTable;
}

/** The errors of the Verification API. */
export const VERIFICATION_DIALECT: Dialect = {
  codeMember: 'errorCode',
  codeShape: /^[1-9]\d{2,5}$/,
  table: VERIFICATION_ERRORS,
};

/** The errors of the SMS API. One word or several: `unauthorized`, `syntax_invalid_json`. Of more than three digits in a row it could be a code. */
export const SMS_DIALECT: Dialect = {
  codeMember: 'code',
  codeShape: /^[A-Za-z](?:[A-Za-z_.-]|\d{1,3}(?!\d)){1,63}$/,
  table: SMS_ERRORS,
};

export const SINCH = { name: 'Sinch' };

/** Who failed, and what must not be shown even if Sinch repeats it as a code. */
export function createContext(providerId: string, confidential: Confidential): FailureContext {
  return { providerId, ...confidential, vendor: SINCH };
}

/** Anything but an answer of success. */
export function readFailure(exchange: Exchange<string>, dialect: Dialect, context: FailureContext): NotAccepted {
  if (exchange.status === 'broken') return readBroken(exchange, context);
  const code = readErrorCode(exchange.body, dialect);
  return readRefusal(exchange, { code, meaning: meaningOf(dialect.table, code) }, context);
}

/** The vendor's code, which comes as a number or as a string; `null` where there is none. */
export function readErrorCode(body: string | null, { codeMember, codeShape }: Dialect): string | null {
  const code = fieldOf(parseJson(body ?? ''), codeMember);
  if (typeof code !== 'string' && typeof code !== 'number') return null;
  return codeShape.test(String(code)) ? String(code) : null;
}
