/** What a setting's text must look like, said so that a person can act on it. The text itself is never repeated. */

import { nearestWord } from './nearest-name.ts';

/** Reads a setting's text. */
export interface Shape {
  /** Goes on where the setting's name ends: `must be …`. */
  readonly expectation: string;
  /** What the option then is; `null`: not what it must be. */
  read(text: string): unknown;
  /** What a text that could not be read may have been meant to be: a name of ours, never the text itself. `null`: who knows. */
  hint?(text: string): string | null;
}

/** A text of this pattern. */
export function text(pattern: RegExp, expectation: string): Shape {
  return { expectation, read: (given) => (pattern.test(given) ? given : null) };
}

/** A whole number; what the option counts in other units is multiplied. */
export function whole(minimum: number, maximum: number, factor = 1): Shape {
  return {
    expectation: `a whole number from ${minimum} to ${maximum}`,
    read(given) {
      const value = /^\d{1,10}$/.test(given) ? Number(given) : Number.NaN;
      return value >= minimum && value <= maximum ? value * factor : null;
    },
  };
}

/** One of a few words. */
export function choice(...choices: readonly string[]): Shape {
  return {
    expectation: choices.length === 1 ? `'${choices[0]}'` : choices.map((each) => `'${each}'`).join(' or '),
    read: (given) => (choices.includes(given) ? given : null),
    hint: (given) => didYouMean(nearestWord(given, choices)),
  };
}

/** A hint; `null` stays `null`. */
export function didYouMean(name: string | null): string | null {
  return name === null ? null : `did you mean ${name}?`;
}

/** On or off. */
export const FLAG: Shape = {
  expectation: "'1', or '0' for no",
  read: (given) => (/^(?:1|true)$/i.test(given) ? true : /^(?:0|false)$/i.test(given) ? false : null),
};

/** An amount of money. */
export const DOLLARS: Shape = {
  expectation: 'an amount in US dollars such as 0.50, at most 100',
  read: (given) =>
    /^\d{1,3}(?:\.\d{1,4})?$/.test(given) && Number(given) > 0 && Number(given) <= 100 ? Number(given) : null,
};

/** Several of a shape, separated by commas; spaces around them do not count. */
export function list(each: Shape, expectation: string, mostItems: number): Shape {
  return {
    expectation,
    read(given) {
      const items = given.split(',').map((item) => each.read(item.trim()));
      return items.length > mostItems || items.includes(null) ? null : items;
    },
  };
}

/** An id of a vendor's. */
export const UUID = text(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a UUID, such as the one shown');

/** An address that credentials and codes go to. */
export const ENDPOINT = text(/^https?:\/\/[^/\s\\][^\s\\]{0,2040}$/i, 'an address that starts with https://');

/** An address that vendors call, and add a path to. */
export const PUBLIC_URL: Shape = {
  expectation: 'an address such as https://app.example/otp, without user, query and fragment',
  read: (given) =>
    /^https?:\/\/[^/?#@\s\\]+(?:\/[^?#@\s\\]{0,1024})?$/i.test(given) && URL.canParse(given)
      ? given.replace(/\/+$/, '')
      : null,
};

/** A key or a token as it is shown. */
export const TOKEN = text(/^[\x21-\x7e]{8,512}$/, '8 to 512 characters without spaces, as it is shown');

/** What a message shows as its sender. */
export const SENDER_IDENTITY = text(
  /^(?:\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9 ]{0,9}[A-Za-z0-9])?)$/,
  'a number such as +14155550100, a short code, or 1 to 11 letters, digits and spaces with a letter among them',
);
