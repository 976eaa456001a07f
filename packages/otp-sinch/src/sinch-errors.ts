/**
 * What Sinch's words mean. Sources: developers.sinch.com, "Errors" of the Verification API, "HTTP status codes" and
 * "Delivery report error codes" of the SMS API, and the community's "Verification result and reason codes".
 * What is in no table falls back on the HTTP status, or on the status of the report.
 */
import { type CodedFailure, errorTable, fieldOf, type VendorApi } from '@countersign/otp-provider-utils';

/** `errorCode` of the Verification API. @internal */
export const VERIFICATION_ERRORS = errorTable([
  // Of all that is sent only the number varies; everything else was checked at construction.
  [[40001, 40003], 'invalid-recipient'],
  [[40100, 40101, 40102, 40104, 40107], 'authentication'],
  // Not enough for what a message to this number costs.
  [40200, 'insufficient-funds', 'by-recipient'],
  [40300, 'blocked-destination'],
  // The app's own callback denied it, perhaps for its number, or has no address: for the operator to put right.
  [40303, 'configuration', 'by-recipient'],
  [[40400, 40900, 42200], 'configuration'],
  [42201, 'unreachable-recipient'],
  [42900, 'rate-limited'],
  // The number was asked for too quickly; a while later it is taken.
  [42901, 'rate-limited', 'by-recipient'],
  [[50000, 50300], 'unavailable'],
  [50301, 'configuration'],
]);

/** `reason` of a verification that ended, whatever its status. */
export const VERIFICATION_REASONS = errorTable([
  ['Fraud', 'fraud-blocked'],
  ['Not enough credit', 'insufficient-funds', 'by-recipient'],
  [['Blocked', 'Destination denied'], 'blocked-destination'],
  ['Denied by callback', 'configuration', 'by-recipient'],
  ['Invalid callback', 'configuration'],
  ['Internal error', 'unavailable'],
  [['Network error or number unreachable', 'SMS delivery failure'], 'unreachable-recipient'],
]);

/** `code` of the SMS API. @internal */
export const SMS_ERRORS = errorTable([
  // As above: the number is what varies.
  [['syntax_invalid_parameter_format', 'illegal_number_type'], 'invalid-recipient'],
  // It does not say which of the parameters breaks a rule.
  ['syntax_constraint_violation', 'configuration', 'by-recipient'],
  [['syntax_invalid_json', 'missing_callback_url', 'unknown_group', 'unknown_campaign'], 'configuration'],
  ['unauthorized', 'authentication'],
  ['blocked_account', 'account-suspended'],
]);

/** `code` of an SMS delivery report about a message that did not arrive. */
export const DELIVERY_ERRORS = errorTable([
  [[402, 417], 'unreachable-recipient'],
  [[403, 404], 'unavailable'],
  [[405, 410, 414], 'configuration'],
  [406, 'timeout'],
  [[407, 408], 'unknown'],
  [[411, 415, 416, 418], 'content-rejected'],
  [412, 'blocked-destination'],
  [413, 'account-suspended'],
]);

/** `status` of an SMS delivery report about a message that did not arrive, for codes that no table knows. */
export const DELIVERY_STATUSES = errorTable([
  [['Aborted', 'Cancelled', 'Canceled', 'Rejected'], 'unknown'],
  [['Deleted', 'Failed', 'Expired'], 'unreachable-recipient'],
]);

/** The Verification API. */
export const SINCH_VERIFICATION: VendorApi<unknown> = {
  name: 'Sinch',
  readError: (body) => readError(fieldOf(body, 'errorCode'), /^[1-9]\d{2,5}$/, VERIFICATION_ERRORS),
};

/** The SMS API. Its codes are words, `syntax_invalid_json`: of more than three digits in a row one could be a code of ours. */
export const SINCH_SMS: VendorApi<unknown> = {
  name: 'Sinch',
  readError: (body) => readError(fieldOf(body, 'code'), /^[A-Za-z](?:[A-Za-z_.-]|\d{1,3}(?!\d)){1,63}$/, SMS_ERRORS),
};

/** A code comes as a number or as a string. Of another shape none is shown: an answer may hold anything in its place. */
function readError(written: unknown, shape: RegExp, table: typeof SMS_ERRORS): Pick<CodedFailure, 'code' | 'meaning'> {
  const text = typeof written === 'string' || typeof written === 'number' ? String(written) : '';
  return { code: shape.test(text) ? text : null, meaning: table.get(text) };
}
