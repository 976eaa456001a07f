import { SENDER_IDENTITY, UUID } from '@countersign/otp-core/settings';
import type { SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import {
  accepted,
  BY_RECIPIENT,
  defineSender,
  failureOfCode,
  fieldOf,
  readOptions,
  type Success,
  uncertain,
  type VendorOptions,
} from '@countersign/otp-provider-utils';
import { createAskTelnyx } from './telnyx-client.ts';
import { readConnection, type TelnyxConnectionOptions } from './telnyx-connection.ts';
import { readId, readTelnyxError } from './telnyx-errors.ts';

/** Options of `createTelnyxSmsSender`. Of `from` and `messagingProfileId` at least one is needed. */
export type TelnyxSmsSenderOptions = TelnyxConnectionOptions & {
  /**
   * Whom the message is from: a number of yours in E.164 form, a short code, or an alphanumeric sender (1 to 11 letters,
   * digits and spaces, at least one letter; needs `messagingProfileId`, and reaches no phone in the US and Canada).
   * Left out: a number of the profile's pool.
   */
  readonly from?: string;
  /** Id of the messaging profile. */
  readonly messagingProfileId?: string;
  /** Where Telnyx reports on the message, before the profile's own address. @defaultValue the profile's only */
  readonly webhookUrl?: string;
  /** Names the vendor in outcomes and events. @defaultValue 'telnyx' */
  readonly providerId?: string;
};

/**
 * A sender for Telnyx Messages. One call is at most one request: the SDK's retries are off, redirects are not followed.
 * `send` never rejects. It answers `refused` only where Telnyx certainly sent nothing, and `unknown` wherever the
 * request may have arrived. The package telnyx is loaded with the first message; without it that is `refused`.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of the key.
 * @example
 * ```ts
 * const sender = createTelnyxSmsSender({ apiKey: 'KEY0123456789ABCDEF', from: '+18445550001' });
 * const outcome = await sender.send({ to: '+39123456789', text: 'hello' });
 * ```
 */
export function createTelnyxSmsSender(options: TelnyxSmsSenderOptions): SmsSender {
  const { connection, identity, webhookUrl, providerId } = readOptions('createTelnyxSmsSender', options, (given) => ({
    providerId: given.providerId('telnyx'),
    connection: readConnection(given),
    identity: readSenderIdentity(given),
    webhookUrl: given.callbackUrl('webhookUrl'),
  }));
  const askTelnyx = createAskTelnyx(connection, providerId);
  const { load } = askTelnyx;

  return defineSender({ providerId, load, longestText: MAX_TEXT_LENGTH }, async (message) => {
    const { to, text } = message;
    const body = { to, text, ...identity, ...(webhookUrl === null ? {} : { webhook_url: webhookUrl }) };
    const answer = await askTelnyx(message, [to, text], (client, request) => client.messages.send(body, request));
    return answer.status === 'failed' ? answer.outcome : readSent(answer, to);
  });
}

/** Ten concatenated parts of plain letters: more Telnyx does not take. */
const MAX_TEXT_LENGTH = 1530;

/** Whom a message is from, in the words of the API. */
function readSenderIdentity(given: VendorOptions): { readonly from?: string; readonly messaging_profile_id?: string } {
  const from = given.optionalText('from', SENDER_IDENTITY);
  const profileId = given.optionalText('messagingProfileId', UUID);
  const isNamed = given.value('messagingProfileId') !== undefined;
  if (given.value('from') === undefined && !isNamed) {
    given.add('from', 'is needed, or messagingProfileId for a number of its pool');
  }
  if (from !== null && /[A-Za-z]/.test(from) && !isNamed) {
    given.add('messagingProfileId', 'is needed by an alphanumeric sender');
  }
  return { ...(from === null ? {} : { from }), ...(profileId === null ? {} : { messaging_profile_id: profileId }) };
}

/** States in which a message is, or was, on its way. */
const TAKEN: readonly unknown[] = ['queued', 'scheduled', 'sending', 'sent', 'delivered', 'delivery_unconfirmed'];

/** A 2xx is accepted only if it names a message for the number that was asked and does not say that it failed. */
function readSent(answer: Success<unknown>, to: string): SendOutcome {
  const { statusCode, body, context } = answer;
  const data = fieldOf(body, 'data');
  const messageId = readId(fieldOf(data, 'id'));
  const status = fieldOf(data, 'to', 0, 'status');
  if (messageId === null || typeof status !== 'string') {
    return uncertain('Telnyx answered with what is no message.', answer);
  }
  // The one state that says that nothing reached a carrier.
  if (status === 'sending_failed') {
    const said = readTelnyxError({ errors: fieldOf(data, 'errors') });
    return { status: 'refused', failure: failureOfCode({ ...said, otherwise: 'unknown', statusCode }, context) };
  }
  if (fieldOf(data, 'to', 0, 'phone_number') !== to) {
    return uncertain('Telnyx names another recipient than was asked.', answer, BY_RECIPIENT);
  }
  if (!TAKEN.includes(status)) return uncertain('Telnyx took the message and then failed it.', answer, BY_RECIPIENT);
  const parts = Number(fieldOf(data, 'parts'));
  return accepted(messageId, answer, Number.isInteger(parts) && parts >= 1 && parts <= 10 ? parts : null);
}
