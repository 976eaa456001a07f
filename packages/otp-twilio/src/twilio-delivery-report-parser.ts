import type { DeliveryReportOutcome, DeliveryReportParser, DeliveryReportRequest } from '@countersign/otp-core/spec';
import { readFields } from './check-input.ts';
import { readReport } from './read-report.ts';
import { listSignedUrls, readQuery } from './signed-urls.ts';
import {
  type ResolvedTwilioDeliveryReportParserOptions,
  resolveTwilioDeliveryReportOptions,
  type TwilioDeliveryReportParserOptions,
} from './twilio-delivery-report-options.ts';
import { type FormFields, isBodyHash, isSigned } from './twilio-signature.ts';

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
  const resolved = resolveTwilioDeliveryReportOptions(options);
  return Object.freeze({
    specificationVersion: 'v1',
    kind: 'delivery-report-parser',
    providerId: resolved.providerId,
    parse: async (request: DeliveryReportRequest): Promise<DeliveryReportOutcome> => {
      try {
        return parse(request, resolved);
      } catch {
        // A request that is none, such as headers that are null; what was thrown may quote it.
        return MALFORMED;
      }
    },
  });
}

const MALFORMED: DeliveryReportOutcome = { status: 'refused', reason: 'malformed' };
const UNAUTHENTICATED: DeliveryReportOutcome = { status: 'refused', reason: 'unauthenticated' };

/** Twilio's callbacks have a few hundred bytes. */
const MAX_BODY_BYTES = 65_536;
const MAX_URL_LENGTH = 8_192;

function parse(
  request: DeliveryReportRequest,
  options: ResolvedTwilioDeliveryReportParserOptions,
): DeliveryReportOutcome {
  const { method, url, headers, body } = readFields(request, ['method', 'url', 'headers', 'body']);
  if (method !== 'POST' || !(body instanceof Uint8Array) || body.length > MAX_BODY_BYTES) return MALFORMED;
  if (typeof url !== 'string' || url.length > MAX_URL_LENGTH) return MALFORMED;
  const { 'x-twilio-signature': signature, 'content-type': contentType } = readFields(headers, [
    'x-twilio-signature',
    'content-type',
  ]);
  if (typeof signature !== 'string' || signature.length > 128) return UNAUTHENTICATED;
  const signed = readSigned(url, body, contentType);
  if (signed === null) return UNAUTHENTICATED;
  const urls = listSignedUrls(options.publicUrl, url);
  if (!isSigned({ signature, urls, fields: signed.fields }, options.authTokens)) return UNAUTHENTICATED;
  const fields = signed.kind === 'form' ? signed.fields : readJson(body);
  if (fields === null) return MALFORMED;
  const report = readReport(fields, options.providerId);
  return { status: 'verified', reports: report === null ? [] : [report], reply: null };
}

interface Signed {
  readonly kind: 'form' | 'json';
  readonly fields: FormFields;
}

/** What of the body the signature covers: a form's fields, or a hash in the address. `null`: nothing, or another body. */
function readSigned(url: string, body: Uint8Array, contentType: unknown): Signed | null {
  const mediaType = typeof contentType === 'string' ? contentType.split(';')[0]?.trim().toLowerCase() : '';
  const hash = new URLSearchParams(readQuery(url)).get('bodySHA256');
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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const texts = Object.entries(value).filter(([, field]) => typeof field === 'string' || typeof field === 'number');
  return new Map(texts.map(([name, field]) => [name, [String(field)]]));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
}
