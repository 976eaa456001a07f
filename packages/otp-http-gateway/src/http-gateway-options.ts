import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import type { GATEWAY_PRESET_NAMES } from './presets/preset-names.ts';

/** What `createHttpGatewaySmsSender` can be told. Types only. */

/** A gateway that needs no description: how it is asked and how its answers are read is known. */
export type GatewayPresetName = (typeof GATEWAY_PRESET_NAMES)[number];

/** What the gateway calls the things that requests are made of. */
export interface GatewayParameterNames {
  /** @defaultValue 'username' */
  readonly username?: string;
  /** @defaultValue 'password' */
  readonly password?: string;
  /** Where `authentication` is `'parameters'`. @defaultValue 'apikey' */
  readonly apiKey?: string;
  /** @defaultValue 'phone' */
  readonly to?: string;
  /** @defaultValue 'message' */
  readonly text?: string;
  /** @defaultValue 'from' */
  readonly from?: string;
}

/**
 * How a text is written. Latin-1 holds for the whole request; a text it lacks characters for is sent by `unicode` or
 * refused. `ucs-2-hex` is UTF-16, big-endian, four hexadecimal digits a unit.
 */
export type GatewayTextEncoding = 'utf-8' | 'latin-1' | 'ucs-2-hex';

/** How the gateway is told that a text goes beyond the GSM alphabet, or beyond `textEncoding`. */
export interface GatewayUnicodeText {
  /** @defaultValue the option `textEncoding` */
  readonly textEncoding?: 'utf-8' | 'ucs-2-hex';
  /** The name of such a text. @defaultValue `parameterNames.text` */
  readonly textName?: string;
  /** Sent in addition, or in place of `parameters` of the same name: `{ coding: '2' }`. @defaultValue none */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** How to reach an HTTP SMS gateway, and how to read what it answers. */
export interface HttpGatewaySmsSenderOptions {
  /**
   * A known gateway. Other options override what the preset says; `parameters` and `parameterNames` do so name by name.
   * If the preset needs an option that is missing, the error names it.
   * @defaultValue none
   */
  readonly preset?: GatewayPresetName;
  /**
   * The address that messages are sent to. Its own query is kept; a fragment or credentials in it are refused.
   * `{to}`, `{text}`, `{from}`, `{username}`, `{password}` and `{apiKey}` (also `{sender}` and `{message}`, in any
   * case) in its path or query are replaced, and then not sent as parameters.
   * @defaultValue required, unless the preset knows it
   */
  readonly endpoint?: string;
  /** Secret. `authentication` says where it goes. @defaultValue none, and nothing is sent */
  readonly apiKey?: string;
  /** Your account at the gateway. @defaultValue none, and no such parameter */
  readonly username?: string;
  /** Secret. @defaultValue none, and no such parameter */
  readonly password?: string;
  /**
   * Where credentials go. `header`: the API key into `apiKeyHeader`. `parameters`: the API key into a parameter.
   * `bearer`: the API key into `Authorization: Bearer`. In all three, username and password are parameters. `basic`:
   * username and password go into `Authorization: Basic`, the API key as with `header`.
   * @defaultValue 'header'
   */
  readonly authentication?: 'header' | 'parameters' | 'bearer' | 'basic';
  /** The sender that the phone shows, if the gateway lets you choose. @defaultValue none, and no such parameter */
  readonly from?: string;
  /** GET puts all parameters into the query, POST into the body. @defaultValue 'GET' */
  readonly method?: 'GET' | 'POST';
  /** The body of a POST: `application/x-www-form-urlencoded` or one flat JSON object. @defaultValue 'form' */
  readonly bodyFormat?: 'form' | 'json';
  /** What the gateway calls its parameters. @defaultValue `username`, `password`, `apikey`, `phone`, `message`, `from` */
  readonly parameterNames?: GatewayParameterNames;
  /** Sent with every message as they are, for example `{ route: '4' }`. @defaultValue none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Sent with every message, for example `{ 'X-Team': 'blue' }`. @defaultValue none */
  readonly headers?: Readonly<Record<string, string>>;
  /** The header that carries the API key. @defaultValue 'X-API-Key' */
  readonly apiKeyHeader?: string;
  /** How numbers are written: `+39123456789`, `39123456789` or `0039123456789`. @defaultValue 'e164' */
  readonly phoneFormat?: 'e164' | 'digits' | '00-prefix';
  /** How texts are encoded. @defaultValue 'utf-8' */
  readonly textEncoding?: GatewayTextEncoding;
  /** How to send a text that goes beyond GSM-7 or `textEncoding`. @defaultValue none: all texts go the same way */
  readonly unicode?: GatewayUnicodeText;
  /**
   * Rules that tell an accepted message from a refused one. An answer that fits no rule is `unknown`, and so is one that
   * fits both kinds. Redirects, and 4xx that no rule fits, are refusals in any case.
   * @defaultValue any 2xx whose body does not look like a failure (see the README)
   */
  readonly answers?: GatewayAnswerRules;
  /** Where the gateway's error code stands, and what each code means. @defaultValue none: the rule or the status decides the category */
  readonly failureCodes?: GatewayFailureCodes;
  /**
   * Finds the gateway's id of an accepted message: 1 to 128 visible ASCII characters. Anything else counts as `null`, and
   * so does an id that repeats the phone number, a credential or a number in the text.
   * @defaultValue always `null`
   */
  readonly messageId?: GatewayValueFinder;
  /** Milliseconds for the whole call, from looking up the host to the last byte; 1 to 60,000. @defaultValue 10000 */
  readonly timeoutMs?: number;
  /** The longest answer that is read, decompressed, in bytes; 1 to 1,048,576. @defaultValue 65536 */
  readonly maxAnswerBytes?: number;
  /**
   * Names this gateway in outcomes and events: 1 to 64 of a-z, 0-9, dot, hyphen and underscore.
   * @defaultValue the preset's name, or 'http-gateway'
   */
  readonly providerId?: string;
  /** `any-host` allows `http://` to other machines: everyone on the way can read codes and credentials. @defaultValue 'loopback-only' */
  readonly plainHttp?: 'loopback-only' | 'any-host';
  /**
   * `environment` uses `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. With https a proxy sees only the name of the host; with
   * plain http it reads everything. This machine is never reached through a proxy.
   * @defaultValue 'none'
   */
  readonly proxy?: 'none' | 'environment';
}

/** The gateway's answer, as far as it was read. */
export interface GatewayAnswer {
  readonly statusCode: number;
  /** Decompressed, read as UTF-8, at most `maxAnswerBytes` long. */
  readonly body: string;
  /** By lower-case name; repeated headers are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A value of a JSON answer. In the path, `messages[0].status` is one value; `messages[*].status` is that of every
 * message, all of which must fit, and there must be one. Numbers and booleans are compared as they are written.
 */
export interface GatewayJsonPattern {
  readonly path: string;
  /** Exactly one of `equals` and `matches`. */
  readonly equals?: string | number | boolean;
  readonly matches?: RegExp;
}

/**
 * Fits an answer if everything in it does. Without a `status` it speaks of 2xx answers, as a refusal also of 4xx; a
 * 5xx has to be named, since a balancer may say one after it has passed the message on.
 */
export interface GatewayAnswerPattern {
  /** One or several; from 200 to 299 where a message is accepted. */
  readonly status?: number | readonly number[];
  /** Without the flags `g` and `y`. Anchor it: it meets whatever the other side sends. */
  readonly body?: RegExp;
  readonly json?: GatewayJsonPattern;
}

/** What an answer that refuses looks like, and what that means where `failureCodes` knows nothing better. */
export interface GatewayRefusalPattern extends GatewayAnswerPattern {
  readonly category?: ProviderFailureCategory;
  /**
   * `recipient` where the number that was asked for can bring this answer about: `withFailover` then never leaves the
   * gateway out because of it. Categories that are about the recipient say so by themselves.
   * @defaultValue none
   */
  readonly dependsOn?: 'recipient';
}

/**
 * Synchronous; asked about the answers that a pattern without a `status` speaks of. Anything but `true`, and an
 * exception, is no.
 */
export type GatewayAnswerPredicate = (answer: GatewayAnswer) => boolean;

/** How an answer is told from another. Of several rules one is enough. */
export interface GatewayAnswerRules {
  /** The gateway took the message. Nothing else counts as taken, least of all a bare 2xx. */
  readonly accepted: GatewayAnswerPattern | GatewayAnswerPredicate | readonly GatewayAnswerPattern[];
  /** It certainly did not. @defaultValue none */
  readonly refused?: GatewayRefusalPattern | GatewayAnswerPredicate | readonly GatewayRefusalPattern[];
  /** It certainly did not, but may take the same message later; goes before `refused`. @defaultValue none */
  readonly temporary?: GatewayRefusalPattern | GatewayAnswerPredicate | readonly GatewayRefusalPattern[];
  /**
   * It does not say whether it took the message: `unknown`, as everything that no rule fits. A rule here says what that
   * answer means. Goes after the others. @defaultValue none
   */
  readonly uncertain?: GatewayRefusalPattern | GatewayAnswerPredicate | readonly GatewayRefusalPattern[];
}

/**
 * Finds a value in an answer: the first group of an expression over the body, a path into JSON, or a function
 * (synchronous; `null`, an exception or anything that is no token counts as not found).
 */
export type GatewayValueFinder = RegExp | { readonly json: string } | ((answer: GatewayAnswer) => string | null);

/** The gateway's own codes of failure. */
export interface GatewayFailureCodes {
  /** A code is 1 to 32 letters, digits, dots, hyphens and underscores; anything else is not shown. */
  readonly find: GatewayValueFinder;
  /** What its codes mean. Others keep what the rule or the status says. */
  readonly categories: Readonly<Record<string, ProviderFailureCategory>>;
  /**
   * Codes that the number can bring about, though their category does not say so: for example a sender that does not
   * suit the number's country. Of a code that is not in `categories` this is taken for granted. @defaultValue none
   */
  readonly dependOnRecipient?: readonly string[];
}
