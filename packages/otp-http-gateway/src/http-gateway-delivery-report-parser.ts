import { createProviderFailure, OptionProblems } from '@countersign/otp-core/adapter';
import type { DeliveryReport, DeliveryReportParser, ProviderFailure } from '@countersign/otp-core/spec';
import {
  type Callback,
  decodeText,
  defineReceiptParser,
  parseJson,
  refuseCallback,
  verified,
} from '@countersign/otp-provider-utils';
import { FAILURE_CODE } from './answer/answer-rules.ts';
import { type JsonPath, jsonPath, parseJsonPath, readJsonPath, scalarText } from './answer/find-value.ts';
import type { Read, Shape, ShapesOf } from './option-shapes.ts';
import * as shape from './option-shapes.ts';
import { type CallbackCheck, callbackAuthentication, readEpoch } from './receipts/callback-authentication.ts';
import type {
  GatewayReceiptFields,
  GatewayReceiptStatuses,
  HttpGatewayDeliveryReportParserOptions,
} from './receipts/receipt-options.ts';

/**
 * Reads the delivery receipts of any gateway that calls back with a GET, a form or JSON. Who calls is proven first, then
 * how old the signature is, then what it says. A status in none of the lists is `verified` without reports; a receipt
 * without an id or a status, or with several where one is meant, is `malformed`. Repeats are reported again: they are a
 * tracker's business.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never a secret.
 * @example
 * ```ts
 * const parser = createHttpGatewayDeliveryReportParser({
 *   authentication: { kind: 'query', name: 'token', secret: 'a-secret-of-your-own-choice' },
 *   fields: { messageId: 'id', status: 'status', code: 'err', time: 'date' },
 *   statuses: { delivered: ['DELIVRD'], undelivered: ['UNDELIV', 'EXPIRED', 'REJECTD'], inTransit: ['ACCEPTD'] },
 *   failureCategories: { EXPIRED: 'unreachable-recipient' },
 * });
 * const outcome = await parser.parse({ method: 'GET', url: '/dlr?id=1&status=DELIVRD', headers: {}, body: new Uint8Array() });
 * ```
 */
export function createHttpGatewayDeliveryReportParser(
  options: HttpGatewayDeliveryReportParserOptions,
): DeliveryReportParser {
  const resolved = resolveOptions(options);
  const { providerId, authentication, clock } = resolved;
  const reply = resolved.reply === null ? null : { contentType: 'text/plain', body: resolved.reply };

  return defineReceiptParser({ providerId, maxBodyBytes: MAX_BODY_BYTES, methods: ['GET', 'POST'] }, (callback) => {
    // No server hands over a request without any: whoever did has proven nothing.
    if (callback.headers === null) return refuseCallback('unauthenticated');
    const judgement = authentication.judge(callback, clock.now());
    if (judgement !== 'genuine') return refuseCallback(judgement);
    const reports = readReceipts(callback, resolved);
    return reports === null ? refuseCallback('malformed') : verified(reports, reply);
  });
}

const MAX_BODY_BYTES = 262_144;
const MAX_ENTRIES = 1_000;

const FIELD = 'must be the name of a parameter, or a path into JSON such as data.id';

/** A parameter by its name, or a scalar of JSON by its path: `null` for a name that no path is written like. */
const field = shape.made(shape.formed(/^[!-~]{1,256}$/, FIELD), (name) => ({ name, path: parseJsonPath(name) }));

type ReceiptField = ReturnType<typeof field>;

const FIELD_SHAPES = {
  messageId: field,
  status: field,
  code: shape.optional(field, null),
  time: shape.optional(field, null),
} satisfies ShapesOf<GatewayReceiptFields>;

const WORD = /^[^\p{Cc}\p{Surrogate}]{1,64}$/u;
const WORDS = 'must list words or numbers of the gateway, 1 to 64 characters each';

const STATUS_SHAPES = {
  delivered: shape.listOf(WORD, WORDS, 1),
  undelivered: shape.listOf(WORD, WORDS, 1),
  inTransit: shape.optional(shape.listOf(WORD, WORDS), []),
} satisfies ShapesOf<GatewayReceiptStatuses>;

/** By the gateway's word in lower case. */
const statuses: Shape<ReadonlyMap<string, DeliveryReport['status']>> = (value, path, problems) => {
  const lists = shape.section(STATUS_SHAPES, 'must be an object with delivered and undelivered')(value, path, problems);
  const found = new Map<string, DeliveryReport['status']>();
  for (const option of ['delivered', 'undelivered', 'inTransit'] as const) {
    for (const word of lists[option].map((each) => each.toLowerCase())) {
      if (found.has(word)) problems.add(`${path}.${option}`, 'has a word that another list or itself has already');
      found.set(word, option === 'inTransit' ? 'in-transit' : option);
    }
  }
  return found;
};

/** By code or status in lower case. */
const failureCategories = shape.made(
  shape.mapOf([WORD, 'has a code that is none'], shape.failureCategory),
  (categories) => new Map([...categories].map(([word, category]) => [word.toLowerCase(), category])),
);

const SHAPES = {
  providerId: shape.providerId,
  clock: shape.clock,
  reply: shape.optional(shape.formed(/^[ -~\n]{1,256}$/, 'must be 1 to 256 ASCII characters'), null),
  entries: shape.optional(jsonPath('results[*]'), null),
  authentication: callbackAuthentication,
  fields: shape.section(FIELD_SHAPES, 'must be an object with messageId and status'),
  statuses,
  failureCategories: shape.optional(failureCategories, new Map<string, never>()),
} satisfies ShapesOf<HttpGatewayDeliveryReportParserOptions>;

type ResolvedOptions = Read<typeof SHAPES>;

function resolveOptions(options: unknown): ResolvedOptions {
  const problems = new OptionProblems('createHttpGatewayDeliveryReportParser');
  const resolved = shape.readShapes(SHAPES, shape.readGiven(SHAPES, options, problems), '', problems);
  for (const [name, given] of Object.entries(resolved.fields)) {
    const isNoPath = given !== null && given.name !== '' && given.path === null;
    if (isNoPath && resolved.entries !== null) problems.add(`fields.${name}`, FIELD);
  }
  problems.throwIfAny();
  return resolved;
}

/** What a callback says, once it is known to come from the gateway; `null`: nothing that this gateway sends. */
function readReceipts(request: Callback, options: ResolvedOptions): readonly DeliveryReport[] | null {
  const { providerId, fields } = options;
  const content = readContent(request, options.authentication.covers);
  const entries = content === null ? null : splitEntries(content, options.entries);
  if (entries === null || entries.length > MAX_ENTRIES) return null;
  const reports: DeliveryReport[] = [];
  for (const entry of entries) {
    const messageId = readValue(fields.messageId, entry);
    const word = readValue(fields.status, entry);
    if (messageId === null || !/^[!-~]{1,256}$/.test(messageId) || word === null) return null;
    const status = options.statuses.get(word.toLowerCase());
    // A status that the gateway adds one day is no reason to have the receipt sent again and again.
    if (status === undefined) continue;
    const failure = status === 'undelivered' ? readFailure(word, entry, options) : null;
    reports.push({ providerId, messageId, status, atMs: readTime(readValue(fields.time, entry)), failure });
  }
  return reports;
}

/** Parameters of a query or a form; or JSON. */
type ReceiptContent = URLSearchParams | { readonly json: unknown };

function readContent(
  { method, query, body, header }: Callback,
  covers: CallbackCheck['covers'],
): ReceiptContent | null {
  const isInQuery = method === 'GET' || body.length === 0;
  if (isInQuery) return covers === 'body' ? null : query;
  const mediaType = header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'application/x-www-form-urlencoded') {
    const text = decodeText(body);
    return text === null ? null : new URLSearchParams(text);
  }
  // Some send JSON as text, or without saying what it is.
  const json = parseJson(body);
  return json === undefined ? null : { json };
}

function splitEntries(content: ReceiptContent, entries: JsonPath | null): readonly ReceiptContent[] | null {
  if (entries === null) return [content];
  const found = content instanceof URLSearchParams ? [] : readJsonPath(content.json, entries);
  return found.length === 0 ? null : found.map((json) => ({ json }));
}

/** `null` where it is not there, or there several times: which of them is meant nobody knows. */
function readValue(field: ReceiptField | null, content: ReceiptContent): string | null {
  const values = field === null ? [] : valuesOf(field, content);
  return values.length === 1 ? scalarText(values[0]) : null;
}

function valuesOf({ name, path }: ReceiptField, content: ReceiptContent): readonly unknown[] {
  if (content instanceof URLSearchParams) return content.getAll(name);
  return path === null ? [] : readJsonPath(content.json, path);
}

/** No zone is no time: it would be read in that of this process. */
function readTime(value: string | null): number | null {
  if (value === null) return null;
  const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i.test(value);
  const atMs = isTime ? Date.parse(value) : readEpoch(value);
  return Number.isNaN(atMs) ? null : atMs;
}

function readFailure(word: string, entry: ReceiptContent, options: ResolvedOptions): ProviderFailure {
  const { fields, failureCategories: categories, providerId } = options;
  const code = readValue(fields.code, entry);
  const category = categories.get(code?.toLowerCase() ?? '') ?? categories.get(word.toLowerCase()) ?? 'unknown';
  // One word, and no number as long as those of phones.
  const isFitToShow = code !== null && FAILURE_CODE.test(code) && !/\d{7}/.test(code);
  return createProviderFailure({
    category,
    providerId,
    providerCode: isFitToShow ? code : undefined,
    message: `The gateway could not deliver the message${category === 'unknown' ? '' : ` (${category})`}.`,
  });
}
