import { isOptions } from '@countersign/otp-core/adapter';
import type { DeliveryReport, DeliveryReportParser } from '@countersign/otp-core/spec';
import {
  defineReceiptParser,
  failureOfReceipt,
  parseJson,
  parseUrl,
  queryOf,
  readOptions,
  refuseCallback,
  statusTable,
  type VendorOptions,
  verified,
} from '@countersign/otp-provider-utils';
import { isSid, SECRET } from './twilio-connection.ts';
import { readTwilioError, TWILIO } from './twilio-errors.ts';
import { type FormFields, isBodyHash, isSigned, listSignedUrls } from './twilio-signature.ts';

/** Options of `createTwilioDeliveryReportParser`. */
export interface TwilioDeliveryReportParserOptions {
  /** The account's auth token, also where an API key sends; while it is rotated, the former one beside it. */
  readonly authToken: string | readonly string[];
  /** The address that Twilio calls, as it was told: that of `statusCallback`. Its characters are signed. */
  readonly publicUrl: string;
  /** That of the sender whose messages are reported on. @defaultValue 'twilio' */
  readonly providerId?: string;
}

/**
 * Reads the status callbacks of messages, as forms or as JSON. The scheme has no timestamp, so a callback that somebody
 * recorded stays valid for ever: it can repeat what was said of a message, and say nothing else.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never a token.
 * @example
 * ```ts
 * const parser = createTwilioDeliveryReportParser({ authToken, publicUrl: 'https://example.com/webhooks/twilio' });
 * const outcome = await parser.parse({ method, url, headers, body });
 * ```
 */
export function createTwilioDeliveryReportParser(options: TwilioDeliveryReportParserOptions): DeliveryReportParser {
  const resolved = readOptions('createTwilioDeliveryReportParser', options, (given) => ({
    authTokens: readAuthTokens(given),
    publicUrl: readPublicUrl(given),
    providerId: given.providerId('twilio'),
  }));
  const { authTokens, publicUrl, providerId } = resolved;

  return defineReceiptParser({ providerId, maxBodyBytes: MAX_BODY_BYTES }, ({ url, body, header }) => {
    const signature = header('x-twilio-signature');
    const signed = readSigned(url, body, header('content-type'));
    if (signature === null || signed === null) return refuseCallback('unauthenticated');
    const urls = listSignedUrls(publicUrl, url);
    if (!isSigned({ signature, urls, fields: signed.fields }, authTokens)) return refuseCallback('unauthenticated');
    const fields = signed.kind === 'form' ? signed.fields : readJson(body);
    if (fields === null) return refuseCallback('malformed');
    const report = readReport(fields, providerId);
    return verified(report === null ? [] : [report]);
  });
}

/** Twilio's callbacks have a few hundred bytes. */
const MAX_BODY_BYTES = 65_536;

function readAuthTokens(given: VendorOptions): readonly string[] {
  const authToken = given.value('authToken');
  const tokens: readonly unknown[] = Array.isArray(authToken) ? [...authToken] : [authToken];
  if (tokens.length === 0 || tokens.length > 4) given.add('authToken', 'must be one token, or a list of 1 to 4');
  else if (!tokens.every((token) => typeof token === 'string' && SECRET.read(token) !== null)) {
    given.add('authToken', `must be ${SECRET.expectation}`);
  }
  return tokens.map(String);
}

function readPublicUrl(given: VendorOptions): string {
  const publicUrl = given.value('publicUrl');
  const url = parseUrl(publicUrl);
  if (url === null || url.hash !== '') {
    given.add('publicUrl', 'must be the whole address that Twilio calls, such as https://example.com/webhooks');
  }
  return String(publicUrl);
}

interface Signed {
  readonly kind: 'form' | 'json';
  readonly fields: FormFields;
}

/** What of the body the signature covers: a form's fields, or a hash in the address. `null`: nothing, or another body. */
function readSigned(url: string, body: Uint8Array, contentType: string | null): Signed | null {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  const hash = new URLSearchParams(queryOf(url)).get('bodySHA256');
  if (hash !== null) return isBodyHash(hash, body) ? { kind: 'json', fields: new Map() } : null;
  return mediaType === 'application/x-www-form-urlencoded' ? { kind: 'form', fields: readForm(body) } : null;
}

function readForm(body: Uint8Array): FormFields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString('utf8'))) {
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return fields;
}

function readJson(body: Uint8Array): FormFields | null {
  const value = parseJson(body);
  if (!isOptions(value)) return null;
  const texts = Object.entries(value).filter(([, field]) => typeof field === 'string' || typeof field === 'number');
  return new Map(texts.map(([name, field]) => [name, [String(field)]]));
}

/** `partially_delivered` is no failure, and less than a delivery. What is not here is not about a message we sent. */
const STATUSES = statusTable({
  'in-transit': ['accepted', 'scheduled', 'queued', 'sending', 'sent', 'partially_delivered'],
  delivered: ['delivered', 'read'],
  undelivered: ['undelivered', 'failed', 'canceled'],
});

/** What a callback says of a message; `null` where it is about something else. */
function readReport(fields: FormFields, providerId: string): DeliveryReport | null {
  // `SmsSid` and `SmsStatus` are the former names, which Twilio still sends beside the new ones.
  const messageId = readOne(fields, 'MessageSid') ?? readOne(fields, 'SmsSid');
  const status = STATUSES.get(readOne(fields, 'MessageStatus') ?? readOne(fields, 'SmsStatus'));
  if (status === undefined || !(isSid(messageId, 'SM') || isSid(messageId, 'MM'))) return null;
  const said = readTwilioError(readOne(fields, 'ErrorCode'));
  return {
    providerId,
    messageId,
    status,
    // `RawDlrDoneDate` is a carrier's: to the minute, in a time zone that it does not name.
    atMs: null,
    failure: status === 'undelivered' ? failureOfReceipt(said, TWILIO, providerId) : null,
  };
}

/** A field that is there twice says two things, and so nothing. */
function readOne(fields: FormFields, name: string): string | null {
  const [value, ...others] = fields.get(name) ?? [];
  return value === undefined || others.length > 0 ? null : value;
}
