import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import {
  type Clock,
  type DeliveryReport,
  PROVIDER_FAILURE_CATEGORIES,
  type ProviderFailureCategory,
} from '@countersign/otp-core/spec';
import { type GivenOptions, readClock, readGiven, readProviderId } from '@countersign/otp-provider-utils';
import { type JsonPath, parseJsonPath } from '../answer/json-path.ts';
import { type CallbackCheck, readCallbackAuthentication } from './callback-authentication.ts';

/** In which words options say how a gateway's delivery receipts are to be read. Types only. */

/** Options of `createHttpGatewayDeliveryReportParser`. */
export interface HttpGatewayDeliveryReportParserOptions {
  /** How a callback proves to come from the gateway. */
  readonly authentication: GatewayCallbackAuthentication;
  readonly fields: GatewayReceiptFields;
  /** JSON only: path to each of several receipts, such as `results[*]`; `fields` then start there. @defaultValue the whole body is one */
  readonly entries?: string;
  readonly statuses: GatewayReceiptStatuses;
  /** What a code means, or a status where there is no code or an unknown one; without regard to case. @defaultValue all are 'unknown' */
  readonly failureCategories?: Readonly<Record<string, ProviderFailureCategory>>;
  /** What the gateway wants to be answered, 1 to 256 characters of plain text, such as `OK`. @defaultValue nothing: a 204 */
  readonly reply?: string;
  /** That of the sender whose messages are reported on. @defaultValue 'http-gateway' */
  readonly providerId?: string;
  /** For tests. @defaultValue the process's own time */
  readonly clock?: Pick<Clock, 'now'>;
}

/** A secret, or up to four while it is rotated: each is accepted. */
export type GatewayCallbackSecret = string | readonly string[];

/** Compared in constant time. Never part of an error. */
export type GatewayCallbackAuthentication =
  | GatewayQuerySecret
  | GatewayHeaderSecret
  | GatewayBasicCredentials
  | GatewayBodySignature;

/** A parameter of the address that the gateway is given. Addresses are logged: take another kind where the gateway has one. */
export interface GatewayQuerySecret {
  readonly kind: 'query';
  readonly name: string;
  /** 16 to 512 visible ASCII characters, of your choice. */
  readonly secret: GatewayCallbackSecret;
}

/** A header that the gateway is told to send. */
export interface GatewayHeaderSecret {
  readonly kind: 'header';
  readonly name: string;
  /** 16 to 512 visible ASCII characters, of your choice. */
  readonly secret: GatewayCallbackSecret;
}

/** `Authorization: Basic …`, which gateways send for `https://user:password@…`. */
export interface GatewayBasicCredentials {
  readonly kind: 'basic';
  readonly username: string;
  /** 8 to 512 characters. */
  readonly password: GatewayCallbackSecret;
}

/** HMAC-SHA256 over the raw body. Nothing but the body is signed, so nothing but the body is read, and no GET is taken. */
export interface GatewayBodySignature {
  readonly kind: 'hmac-sha256';
  /** The header with the signature. */
  readonly header: string;
  /** 8 to 512 characters, from the gateway. */
  readonly secret: GatewayCallbackSecret;
  /** @defaultValue 'hex', in either case */
  readonly encoding?: 'hex' | 'base64';
  /** What stands before the signature, such as `sha256=`. @defaultValue nothing */
  readonly prefix?: string;
  /** Without it, a callback that somebody recorded stays valid for ever. @defaultValue the signature covers no time */
  readonly timestamp?: GatewaySignatureTime;
}

/** When a callback was signed, in seconds or milliseconds since the epoch. Signed is then time, separator and body. */
export interface GatewaySignatureTime {
  readonly header: string;
  /** @defaultValue '.' */
  readonly separator?: string;
  /** How far it may be from now, either way, in milliseconds: 1,000 to 86,400,000. @defaultValue 300_000 */
  readonly toleranceMs?: number;
}

/** Names of parameters, in a query or a form; or paths into JSON, such as `data.message[0].id`. */
export interface GatewayReceiptFields {
  /** The id as `send` returned it. */
  readonly messageId: string;
  readonly status: string;
  /** The gateway's code of a failure. @defaultValue it gives none */
  readonly code?: string;
  /** ISO 8601 with a zone, or seconds or milliseconds since the epoch; anything else is no time. @defaultValue it gives none */
  readonly time?: string;
}

/** The gateway's words or numbers, without regard to case. A receipt with another one is taken in without effect. */
export interface GatewayReceiptStatuses {
  readonly delivered: readonly string[];
  readonly undelivered: readonly string[];
  /** On its way: not final. @defaultValue none */
  readonly inTransit?: readonly string[];
}

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
  readonly clock: Pick<Clock, 'now'>;
}

export interface ReceiptFields {
  readonly messageId: ReceiptField;
  readonly status: ReceiptField;
  readonly code: ReceiptField | null;
  readonly time: ReceiptField | null;
}

const KNOWN = ['authentication', 'fields', 'entries', 'statuses', 'failureCategories', 'reply', 'providerId', 'clock'];

/** @throws OtpConfigurationError naming every problem at once, never a secret. */
export function resolveDeliveryReportOptions(options: unknown): ResolvedDeliveryReportOptions {
  const problems = new OptionProblems('createHttpGatewayDeliveryReportParser');
  const given = readGiven(options, KNOWN, problems);
  const { reply, entries } = given;
  const named = {
    providerId: readProviderId(given, 'http-gateway', problems),
    clock: readClock(given, problems),
  };
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
    ...named,
  };
  problems.throwIfAny();
  return resolved;
}

function readFields(value: unknown, isJson: boolean, problems: OptionProblems): ReceiptFields {
  const given: GivenOptions = isOptions(value) ? value : {};
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

/** A value of a receipt: a parameter by its name, or a scalar of JSON by its path. */
export interface ReceiptField {
  readonly name: string;
  /** `null`: a name that no path is written like. */
  readonly path: JsonPath | null;
}

function isFieldName(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,256}$/.test(value);
}

function readField(name: string): ReceiptField {
  return { name, path: parseJsonPath(name) };
}
