/** Callbacks of the Verification API: who sent them, and what they say of a message. */
import { createProviderFailure } from '@countersign/otp-core/adapter';
import type { DeliveryReport, DeliveryReportOutcome, ProviderFailureCategory } from '@countersign/otp-core/spec';
import { signAsApplication } from './application-signature.ts';
import type { CallbackRequest } from './callback-request.ts';
import { isSame } from './constant-time.ts';
import { isSinchId } from './read-call.ts';
import { type JsonObject, memberOf, stringIn } from './read-json.ts';
import type { ResolvedVerificationCallbackOptions } from './sinch-delivery-report-options.ts';
import { VERIFICATION_REASONS } from './sinch-errors.ts';
import { messageOf } from './sinch-failure.ts';

/** When it was signed, in milliseconds since the epoch; `null` where nobody who knows the secret did. */
export function readVerificationSignature(
  request: CallbackRequest,
  { key, secret, path }: ResolvedVerificationCallbackOptions,
): number | null {
  const [, givenKey = '', signature = ''] = AUTHORIZATION.exec(request.header('authorization') ?? '') ?? [];
  const timestamp = request.header('x-timestamp') ?? '';
  const expected = signAsApplication(secret, {
    method: request.method,
    body: request.body,
    contentType: request.header('content-type') ?? '',
    timestamp,
    path: path ?? request.path,
  });
  const isSigned = isSame(signature, expected) && isSame(givenKey.toLowerCase(), key.toLowerCase());
  if (!isSigned || !TIMESTAMP.test(timestamp)) return null;
  const signedAtMs = Date.parse(timestamp.endsWith('Z') ? timestamp : `${timestamp}Z`);
  return Number.isFinite(signedAtMs) ? signedAtMs : null;
}

const AUTHORIZATION = /^application ([0-9a-f-]{36}):([A-Za-z0-9+/]{43}=)$/i;
/** ISO 8601 in UTC; elsewhere Sinch leaves the Z out, so it may do so here. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?$/;

export function readVerificationEvent(event: JsonObject, providerId: string): DeliveryReportOutcome {
  const messageId = memberOf(event, 'id');
  switch (stringIn(event, 'event')) {
    // Sinch sends nothing unless this is answered so. Who may start a verification is decided before it is started.
    case 'VerificationRequestEvent':
      return {
        status: 'verified',
        reports: [],
        reply: { contentType: 'application/json', body: '{"action":"allow"}' },
      };
    case 'VerificationSmsDeliveredEvent':
    case 'VerificationResultEvent': {
      if (!isSinchId(messageId)) return { status: 'refused', reason: 'malformed' };
      const fate = readFate(event);
      return { status: 'verified', reports: fate === null ? [] : [toReport(providerId, messageId, fate)], reply: null };
    }
    default:
      return { status: 'verified', reports: [], reply: null };
  }
}

/** How the message fared. */
type Fate = 'delivered' | { readonly category: ProviderFailureCategory; readonly reason: string | null };

/** `null` where the event says nothing of a text message. */
function readFate(event: JsonObject): Fate | null {
  if (stringIn(event, 'method')?.toLowerCase() !== 'sms') return null;
  if (stringIn(event, 'event') === 'VerificationSmsDeliveredEvent') {
    const result = stringIn(event, 'smsResult');
    if (result === 'Successful') return 'delivered';
    return result === 'Failed' ? { category: 'unreachable-recipient', reason: null } : null;
  }
  // A code that was right, wrong or too late says nothing of the message, and a receipt never verifies anybody.
  const reason = stringIn(event, 'reason') ?? '';
  const category = VERIFICATION_REASONS.get(reason);
  return category === undefined || stringIn(event, 'status') === 'SUCCESSFUL' ? null : { category, reason };
}

function toReport(providerId: string, messageId: string, fate: Fate): DeliveryReport {
  if (fate === 'delivered') return { providerId, messageId, status: 'delivered', atMs: null, failure: null };
  const { category, reason } = fate;
  const failure = createProviderFailure({
    category,
    providerId,
    ...(reason === null ? {} : { providerCode: reason }),
    message: messageOf(category),
  });
  return { providerId, messageId, status: 'undelivered', atMs: null, failure };
}
