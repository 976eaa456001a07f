import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import { parseJson } from '@countersign/otp-provider-utils';

/** A gateway's answer, the words in which options say how to read it, and how it is read once. */

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

/**
 * What an answer means. `accepted`: the gateway took the message. `refused`: it certainly did not, so that another
 * provider may be tried. `unknown`: neither is certain, so nothing is sent again unasked.
 */
export type GatewayVerdict = 'accepted' | 'refused' | 'unknown';

/** An answer whose JSON is parsed once, by the first rule that asks for it. */
export interface AnswerReading {
  readonly answer: GatewayAnswer;
  /** `undefined` where the body is no JSON. */
  json(): unknown;
}

export function createAnswerReading(answer: GatewayAnswer): AnswerReading {
  let parsed: { readonly value: unknown } | null = null;
  return {
    answer,
    json() {
      parsed ??= { value: parseJson(answer.body) };
      return parsed.value;
    },
  };
}

/** A configured function is somebody else's code: whatever it does instead of answering, it has said `null`. */
export function callSafely(configured: (answer: GatewayAnswer) => unknown, answer: GatewayAnswer): unknown {
  try {
    const value = configured(answer);
    // An async function is not waited for, but its rejection must not end the process.
    if (value instanceof Promise) value.catch(() => undefined);
    return value;
  } catch {
    return null;
  }
}
