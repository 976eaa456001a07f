import type { OtpEngine, RequestInput, VerifyResult } from '@countersign/otp-core';
import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { Clock, DeliveryReport, DeliveryReportParser } from '@countersign/otp-core/spec';
import type { Awaitable } from './awaitable.ts';
import {
  CLIENT_ADDRESS_CHOICES,
  type ClientAddress,
  type ClientAddressReader,
} from './client-address/client-address.ts';
import { addCorsProblems, type CorsOptions } from './cors/cors-options.ts';
import { createErrorReporter, type ErrorReporter } from './error-reporter.ts';
import { isProblemTypeBase, PROBLEM_TYPE_BASE, PROBLEM_TYPE_BASE_SHAPE } from './problems/problem-type-base.ts';
import { type ProofOptions, type ProofSigner, resolveProofSigner } from './proof/proof-signer.ts';

/** What the fetch handler and the routers have in common: their options, and what becomes of them. */
export type HeadersInput = ConstructorParameters<typeof Headers>[0];

/** A number that was proven, by the engine's word. */
export type VerifiedNumber = Extract<VerifyResult, { readonly ok: true }>;

/** What the app knows of a client. Its address is no part of it: that is `clientAddress`. */
export interface ClientKnowledge {
  /** You recognise this client by a session, a password or a device cookie: it may use what is reserved for known clients. */
  readonly known?: boolean;
  readonly ip?: never;
}

/** Where providers report how messages fared: `/webhooks/{provider}` (GET or POST). */
export interface WebhookOptions {
  /** One for each provider; its `providerId` is the last part of the path. */
  readonly parsers: readonly DeliveryReportParser[];
  /**
   * Told each verified report, repeats included: `report` of a delivery tracker. When it throws the answer is a 500,
   * and the provider may report again.
   */
  readonly onReport: (report: DeliveryReport) => Awaitable<void>;
  /** Told the address an SNS subscription wants visited once; look at it, then visit it. @defaultValue `onError` is told that there is one */
  readonly onConfirmationNeeded?: (confirmUrl: string, providerId: string) => Awaitable<void>;
}

/** `From` is what the app's functions are given of a request: the arguments of the runtime's own handler. */
export interface OtpWebOptions<From extends readonly unknown[]> {
  /** The engine. You close it. */
  readonly engine: OtpEngine;
  /**
   * What comes before `/verifications` in the path, for example `/otp`.
   * @defaultValue '' (a mount path of the framework is taken off already)
   */
  readonly basePath?: string;
  /**
   * The purposes a client may name; anything else is refused. A body without one means `default`, which then must be listed.
   * @defaultValue ['default']
   */
  readonly purposes?: readonly string[];
  /**
   * The countries that `GET /countries` lists for forms: ISO 3166-1 alpha-2 in upper case, `'001'` for numbers of no country.
   * The engine's `phone` decides where codes are sent. Give both the same list.
   * @defaultValue null: all
   */
  readonly countries?: readonly string[] | null;
  /** Whose customer the client is, if your app serves several. Take it from what you trust, such as the host name or a session. @defaultValue the engine's default tenant */
  readonly tenant?: (...from: From) => Awaitable<string | undefined>;
  /**
   * Where the client's address is read, for limits by address. `'none'` switches these off. Clients without an address share one limit.
   * @defaultValue fetch handler: required; Express: `request.ip`; Node: the socket's address
   */
  readonly clientAddress?: ClientAddress<From>;
  /** Whether you recognise this client, by a session or a device cookie: `{ known: true }`. @defaultValue no client is known */
  readonly client?: (...from: From) => Awaitable<ClientKnowledge>;
  /** Names the client's session, for `Idempotency-Key`. @defaultValue none: keys belong to the client's address */
  readonly session?: (...from: From) => Awaitable<string | undefined>;
  /**
   * Returns the number to send to, or `{ decoy: phoneNumber }` if there is no account: then nothing is sent, and the answer is the
   * same. Set `answerAfterMs`, too. @defaultValue the number of the request
   */
  readonly resolveNumber?: (phoneNumber: string, ...from: From) => Awaitable<RequestInput['to']>;
  /**
   * Hides who has an account: requests and resends are answered this many milliseconds after they came in, and in the same words;
   * 1 to 60,000. So are wrong codes, if the provider makes the codes. Choose it above the usual time of the provider and
   * `resolveNumber` together. @defaultValue as soon as it is done
   */
  readonly answerAfterMs?: number;
  /**
   * Called once for each proven number, before the answer. Open your session here, and return headers such as `Set-Cookie`.
   * If it throws, the answer is a 500 and the code is spent: the person needs a new one.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is fine here
  readonly onVerified?: (verified: VerifiedNumber, ...from: From) => Awaitable<HeadersInput | void>;
  /**
   * Adds `proof` to the answer of `/verifications/check`: a signed JWT that names the number, for five minutes. The client sends it
   * with its next request, and `verifyProof` reads it there. @defaultValue none
   */
  readonly proof?: ProofOptions | undefined;
  /** Delivery receipts of providers, as `otp-config` gives them or your own. @defaultValue none: there is no such path */
  readonly webhooks?: WebhookOptions | undefined;
  /** Which pages of other origins may call the routes. @defaultValue none: no CORS headers at all */
  readonly cors?: CorsOptions;
  /**
   * Called with each error behind a 500 or 503: a store that is down, a wrong call, or an error of your own functions.
   * @defaultValue one line on standard error for each mistake, once, without data
   */
  readonly onError?: (error: unknown) => void;
  /**
   * What the `type` of every problem begins with; its code follows. With the address of a page about each code, such as
   * `https://docs.example/problems#`, the `type` is a link. Clients may compare it: choose before you go live, then keep it.
   * @defaultValue 'urn:problem-type:countersign:'
   */
  readonly problemTypeBase?: string;
  /** How long a body may take to arrive, 1 to 300,000 milliseconds. @defaultValue 10_000 */
  readonly bodyTimeoutMs?: number;
  /** Tests only: the engine's clock, so that `Retry-After` counts from the same now. @defaultValue the system's */
  readonly clock?: Clock;
}

export interface ResolvedOtpWebOptions<From extends readonly unknown[]>
  extends Pick<OtpWebOptions<From>, (typeof ASKED_WHERE_GIVEN)[number]> {
  readonly engine: OtpEngine;
  readonly basePath: string;
  readonly purposes: ReadonlySet<string>;
  readonly countries: readonly string[] | null;
  readonly bodyTimeoutMs: number;
  readonly problemTypeBase: string;
  readonly webhooks: WebhookOptions;
  readonly cors: CorsOptions | undefined;
  /** `null`: answers carry no proof. */
  readonly proof: ProofSigner | null;
  /** `null`: no limits by address, on purpose. */
  readonly clientAddress: ClientAddressReader<From> | null;
  readonly reporter: ErrorReporter;
  nowMs(): number;
}

/** Without a default: where the app gives none, nothing is called and nothing waited for. */
const ASKED_WHERE_GIVEN = ['tenant', 'client', 'session', 'resolveNumber', 'onVerified', 'answerAfterMs'] as const;
const FUNCTIONS = ['tenant', 'client', 'session', 'resolveNumber', 'onVerified', 'onError'] as const;
const WEBHOOK_OPTIONS = ['parsers', 'onReport', 'onConfirmationNeeded'];
const OPTIONS = [
  ...[
    'engine',
    'clientAddress',
    'webhooks',
    'cors',
    'proof',
    'basePath',
    'purposes',
    'countries',
    'answerAfterMs',
    'bodyTimeoutMs',
    'problemTypeBase',
    'clock',
  ],
  ...FUNCTIONS,
];
const ENGINE_METHODS = ['request', 'resend', 'verify', 'cancel'] as const;
const BASE_PATH = /^(?:\/[\w.~!$&'()*+,;=:@%-]+)*$/;
const COUNTRY = /^(?:[A-Z]{2}|001)$/;
const PURPOSE = /^[\x21-\x7e]{1,64}$/;

/** How a binding differs from the others. */
export interface Binding<From extends readonly unknown[]> {
  /** The factory's name, for its errors. */
  readonly subject: string;
  /** Reads the address where the app does not say how; `null`: nobody can, and the app must. */
  readonly usualAddress: ClientAddressReader<From> | null;
}

/** @throws OtpConfigurationError naming everything that is wrong. */
export function resolveOtpWebOptions<From extends readonly unknown[]>(
  { subject, usualAddress }: Binding<From>,
  options: OtpWebOptions<From>,
): ResolvedOtpWebOptions<From> {
  const problems = new OptionProblems(subject);
  const given: unknown = isOptions(options) ? options.proof : undefined;
  const proof = given === undefined ? null : resolveProofSigner(problems, subject, given);
  if (isOptions(options)) {
    addProblems(problems, options);
    if (!isClientAddress(options.clientAddress === undefined ? usualAddress : options.clientAddress)) {
      problems.add('clientAddress', `must say where the client's address is read: ${CLIENT_ADDRESS_CHOICES}`);
    }
  } else problems.add('options', 'must be an object with an engine');
  problems.throwIfAny();
  const { basePath = '', purposes = ['default'], bodyTimeoutMs = 10_000, clock = { now: () => Date.now() } } = options;
  const { clientAddress = usualAddress, problemTypeBase = PROBLEM_TYPE_BASE } = options;
  return {
    engine: options.engine,
    basePath,
    purposes: new Set(purposes),
    countries: options.countries ?? null,
    bodyTimeoutMs,
    problemTypeBase,
    webhooks: options.webhooks ?? { parsers: [], onReport: () => undefined },
    cors: options.cors,
    proof,
    clientAddress: clientAddress === 'none' ? null : clientAddress,
    reporter: createErrorReporter(subject, options.onError),
    ...pickGiven(options, ASKED_WHERE_GIVEN),
    nowMs: () => clock.now(),
  };
}

function pickGiven<Options extends object, Name extends keyof Options>(
  options: Options,
  names: readonly Name[],
): Pick<Options, Name> {
  const given = names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]);
  return Object.fromEntries(given) as Pick<Options, Name>;
}

function isClientAddress(value: unknown): boolean {
  return value === 'none' || typeof value === 'function';
}

function addProblems(problems: OptionProblems, options: Record<string, unknown>): void {
  problems.addUnknown('', options, OPTIONS);
  const { engine, basePath = '', purposes = ['default'], countries = null, clock } = options;
  if (!isOptions(engine) || ENGINE_METHODS.some((method) => typeof engine[method] !== 'function')) {
    problems.add('engine', 'must be an OtpEngine, as made by createOtpEngine');
  }
  if (typeof basePath !== 'string' || !BASE_PATH.test(basePath)) {
    problems.add('basePath', 'must be empty or a path such as /otp, without a slash at its end');
  }
  if (!Array.isArray(purposes) || purposes.length === 0 || !purposes.every(isPurpose)) {
    problems.add('purposes', 'must list at least one purpose, each of 1 to 64 visible ASCII characters');
  }
  if (countries !== null && (!Array.isArray(countries) || countries.length === 0 || !countries.every(isCountry))) {
    problems.add('countries', "must be null for all, or list countries such as 'DE', and '001' for numbers of none");
  }
  if (clock !== undefined && (!isOptions(clock) || typeof clock.now !== 'function')) {
    problems.add('clock', 'must be an object with a function now');
  }
  for (const name of FUNCTIONS) {
    if (options[name] !== undefined && typeof options[name] !== 'function') problems.add(name, 'must be a function');
  }
  if (options.webhooks !== undefined) addWebhookProblems(problems, options.webhooks);
  if (options.cors !== undefined) addCorsProblems(problems, options.cors);
  if (options.answerAfterMs !== undefined) {
    problems.addUnlessInteger('answerAfterMs', options.answerAfterMs, 1, 60_000);
  }
  if (options.bodyTimeoutMs !== undefined) {
    problems.addUnlessInteger('bodyTimeoutMs', options.bodyTimeoutMs, 1, 300_000);
  }
  if (options.problemTypeBase !== undefined && !isProblemTypeBase(options.problemTypeBase)) {
    problems.add('problemTypeBase', PROBLEM_TYPE_BASE_SHAPE);
  }
}

function addWebhookProblems(problems: OptionProblems, value: unknown): void {
  if (!isOptions(value)) {
    problems.add('webhooks', 'must be an object with parsers and onReport');
    return;
  }
  problems.addUnknown('webhooks', value, WEBHOOK_OPTIONS);
  const { parsers, onReport, onConfirmationNeeded } = value;
  if (!Array.isArray(parsers) || parsers.length === 0 || !parsers.every(isParser)) {
    problems.add('webhooks.parsers', 'must list at least one delivery report parser');
  } else if (new Set(parsers.map(({ providerId }) => providerId)).size < parsers.length) {
    problems.add('webhooks.parsers', 'must not hold a providerId twice');
  }
  if (typeof onReport !== 'function') problems.add('webhooks.onReport', 'must be a function');
  if (onConfirmationNeeded !== undefined && typeof onConfirmationNeeded !== 'function') {
    problems.add('webhooks.onConfirmationNeeded', 'must be a function');
  }
}

function isParser(value: unknown): value is DeliveryReportParser {
  if (!isOptions(value) || value.kind !== 'delivery-report-parser') return false;
  return typeof value.parse === 'function' && typeof value.providerId === 'string';
}

function isCountry(country: unknown): boolean {
  return typeof country === 'string' && COUNTRY.test(country);
}

function isPurpose(purpose: unknown): boolean {
  return typeof purpose === 'string' && PURPOSE.test(purpose);
}
