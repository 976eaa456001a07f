import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import {
  type DeliveryReport,
  PROVIDER_FAILURE_CATEGORIES,
  type ProviderFailureCategory,
} from '@countersign/otp-core/spec';
import { type CallbackCheck, readCallbackAuthentication } from './callback-authentication.ts';
import { type JsonPath, parseJsonPath } from './json-path.ts';
import { isFieldName, type ReceiptField, readField } from './receipt-field.ts';

/** Options after defaults. */
export interface ResolvedDeliveryReportOptions {
  readonly check: CallbackCheck;
  readonly fields: ReceiptFields;
  /** `null`: the whole content is one receipt. */
  readonly entries: JsonPath | null;
  /** By the gateway's word in lower case. */
  readonly statuses: ReadonlyMap<string, DeliveryReport['status']>;
  /** By code or status in lower case. */
  readonly categories: ReadonlyMap<string, ProviderFailureCategory>;
  /** `null`: none. */
  readonly reply: string | null;
  readonly providerId: string;
  readonly now: () => number;
}

export interface ReceiptFields {
  readonly messageId: ReceiptField;
  readonly status: ReceiptField;
  readonly code: ReceiptField | null;
  readonly time: ReceiptField | null;
}

type Given = Readonly<Record<string, unknown>>;

const KNOWN = ['authentication', 'fields', 'entries', 'statuses', 'failureCategories', 'reply', 'providerId', 'clock'];

/** @throws OtpConfigurationError naming every problem at once, never a secret. */
export function resolveDeliveryReportOptions(options: unknown): ResolvedDeliveryReportOptions {
  const problems = new OptionProblems('createHttpGatewayDeliveryReportParser');
  if (!isOptions(options)) problems.add('options', 'must be an object');
  const given: Given = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', given, KNOWN);
  const { providerId = 'http-gateway', clock = Date, reply, entries } = given;
  checkProviderId('providerId', providerId, problems);
  if (typeof (clock as { now?: unknown } | null)?.now !== 'function') problems.add('clock', 'must have a function now');
  if (reply !== undefined && (typeof reply !== 'string' || !/^[\x20-\x7e\n]{1,256}$/.test(reply))) {
    problems.add('reply', 'must be 1 to 256 ASCII characters');
  }
  const path = entries === undefined ? null : parseJsonPath(entries);
  if (entries !== undefined && path === null) problems.add('entries', 'must be a path such as results[*]');
  const resolved = {
    check: readCallbackAuthentication(given.authentication, problems),
    fields: readFields(given.fields, path !== null, problems),
    entries: path,
    statuses: readStatuses(given.statuses, problems),
    categories: readCategories(given.failureCategories, problems),
    reply: reply === undefined ? null : String(reply),
    providerId: String(providerId),
    now: () => (clock as { now(): number }).now(),
  };
  problems.throwIfAny();
  return resolved;
}

function readFields(value: unknown, isJson: boolean, problems: OptionProblems): ReceiptFields {
  const given: Given = isOptions(value) ? value : {};
  if (isOptions(value)) problems.addUnknown('fields', value, ['messageId', 'status', 'code', 'time']);
  else problems.add('fields', 'must be an object with messageId and status');
  const read = (name: string): ReceiptField => {
    const written = given[name];
    const isName = isFieldName(written) && !(isJson && parseJsonPath(written) === null);
    if (!isName && isOptions(value)) {
      problems.add(`fields.${name}`, 'must be the name of a parameter, or a path into JSON such as data.id');
    }
    return readField(isName ? written : '');
  };
  const readOptional = (name: string) => (given[name] === undefined ? null : read(name));
  return {
    messageId: read('messageId'),
    status: read('status'),
    code: readOptional('code'),
    time: readOptional('time'),
  };
}

function readStatuses(value: unknown, problems: OptionProblems): ReadonlyMap<string, DeliveryReport['status']> {
  const statuses = new Map<string, DeliveryReport['status']>();
  if (!isOptions(value)) {
    problems.add('statuses', 'must be an object with delivered and undelivered');
    return statuses;
  }
  problems.addUnknown('statuses', value, ['delivered', 'undelivered', 'inTransit']);
  for (const [option, status] of STATUSES) {
    const words: unknown = value[option] ?? (option === 'inTransit' ? [] : undefined);
    const isList = Array.isArray(words) && words.every(isWord) && (words.length > 0 || option === 'inTransit');
    if (!isList) {
      problems.add(`statuses.${option}`, 'must list words or numbers of the gateway, 1 to 64 characters each');
      continue;
    }
    for (const word of words.map((each: string) => each.toLowerCase())) {
      if (statuses.has(word)) problems.add(`statuses.${option}`, 'has a word that another list or itself has already');
      statuses.set(word, status);
    }
  }
  return statuses;
}

const STATUSES = [
  ['delivered', 'delivered'],
  ['undelivered', 'undelivered'],
  ['inTransit', 'in-transit'],
] as const;

function readCategories(value: unknown, problems: OptionProblems): ReadonlyMap<string, ProviderFailureCategory> {
  if (value !== undefined && !isOptions(value)) problems.add('failureCategories', 'must be an object');
  const entries = Object.entries(isOptions(value) ? value : {});
  for (const [word, category] of entries) {
    if (!isWord(word)) problems.add('failureCategories', 'has a code that is none');
    else problems.addUnlessOneOf(`failureCategories.${word}`, category, PROVIDER_FAILURE_CATEGORIES);
  }
  return new Map(entries.map(([word, category]) => [word.toLowerCase(), category as ProviderFailureCategory]));
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[^\p{Cc}\p{Surrogate}]{1,64}$/u.test(value);
}
