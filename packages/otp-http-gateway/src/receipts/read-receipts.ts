import { createProviderFailure } from '@countersign/otp-core/adapter';
import type { DeliveryReport, ProviderFailure, ProviderFailureCategory } from '@countersign/otp-core/spec';
import { type Callback, decodeText, parseJson } from '@countersign/otp-provider-utils';
import { isFailureCode } from '../answer/answer-rules.ts';
import { readJsonPath, scalarText } from '../answer/json-path.ts';
import type { ReceiptField, ResolvedDeliveryReportOptions } from './receipt-options.ts';

/** Reads what a callback says, once it is known to come from the gateway. */

const MAX_ENTRIES = 1_000;

/** `null`: something that this gateway does not send. */
export function readReceipts(
  request: Callback,
  options: ResolvedDeliveryReportOptions,
): readonly DeliveryReport[] | null {
  const content = readContent(request, options.check.covers);
  if (content === null) return null;
  const entries = splitEntries(content, options);
  if (entries === null || entries.length > MAX_ENTRIES) return null;
  const reports: DeliveryReport[] = [];
  for (const entry of entries) {
    const messageId = readValue(options.fields.messageId, entry);
    const word = readValue(options.fields.status, entry);
    if (messageId === null || !/^[\x21-\x7e]{1,256}$/.test(messageId) || word === null) return null;
    const status = options.statuses.get(word.toLowerCase());
    // A status that the gateway adds one day is no reason to have the receipt sent again and again.
    if (status === undefined) continue;
    const atMs = options.fields.time === null ? null : readTime(readValue(options.fields.time, entry));
    const failure = status === 'undelivered' ? readFailure(word, entry, options) : null;
    reports.push({ providerId: options.providerId, messageId, status, atMs, failure });
  }
  return reports;
}

function readContent({ method, query, body, header }: Callback, covers: 'request' | 'body'): ReceiptContent | null {
  const isInQuery = method === 'GET' || body.length === 0;
  if (isInQuery) return covers === 'body' ? null : { kind: 'parameters', parameters: query };
  const mediaType = header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'application/x-www-form-urlencoded') {
    const text = decodeText(body);
    return text === null ? null : { kind: 'parameters', parameters: new URLSearchParams(text) };
  }
  // Some send JSON as text, or without saying what it is.
  const json = parseJson(body);
  return json === undefined ? null : { kind: 'json', json };
}

function splitEntries(
  content: ReceiptContent,
  { entries }: ResolvedDeliveryReportOptions,
): readonly ReceiptContent[] | null {
  if (entries === null) return [content];
  if (content.kind === 'parameters') return null;
  const found = readJsonPath(content.json, entries);
  return found.length === 0 ? null : found.map((json) => ({ kind: 'json', json }));
}

/** No zone is no time: it would be read in that of this process. */
function readTime(value: string | null): number | null {
  if (value === null) return null;
  if (/^\d{9,14}$/.test(value)) return value.length < 12 ? Number(value) * 1000 : Number(value);
  const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i.test(value);
  const atMs = isTime ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}

function readFailure(
  word: string,
  entry: ReceiptContent,
  { fields, categories, providerId }: ResolvedDeliveryReportOptions,
): ProviderFailure {
  const code = fields.code === null ? null : readValue(fields.code, entry);
  const category = categories.get(code?.toLowerCase() ?? '') ?? categories.get(word.toLowerCase()) ?? 'unknown';
  return createProviderFailure({
    category,
    providerId,
    ...(code === null || !isFitToShow(code) ? {} : { providerCode: code }),
    message: messageOf(category),
  });
}

/** One word, and no number as long as those of phones. */
function isFitToShow(code: string): boolean {
  return isFailureCode(code) && !/\d{7}/.test(code);
}

function messageOf(category: ProviderFailureCategory): string {
  return category === 'unknown'
    ? 'The gateway could not deliver the message.'
    : `The gateway could not deliver the message (${category}).`;
}

/** What a callback says, and how it says it. */
type ReceiptContent =
  | { readonly kind: 'parameters'; readonly parameters: URLSearchParams }
  | { readonly kind: 'json'; readonly json: unknown };

/** `null` where it is not there, or there several times: which of them is meant nobody knows. */
function readValue({ name, path }: ReceiptField, content: ReceiptContent): string | null {
  if (content.kind === 'json') {
    const [value, ...others] = path === null ? [] : readJsonPath(content.json, path);
    return others.length > 0 ? null : scalarText(value);
  }
  const [value, ...others] = content.parameters.getAll(name);
  return value === undefined || others.length > 0 ? null : value;
}
