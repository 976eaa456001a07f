import type { OptionProblems } from '@countersign/otp-core/adapter';
import type { GatewayTextEncoding, GatewayUnicodeText, HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';
import type { Read, ShapesOf } from '../option-shapes.ts';
import * as shape from '../option-shapes.ts';

/** How a text is written so that a gateway reads the same: chosen for each text, and never with a character lost. */

/** What percent signs stand for. */
export type ParameterCharset = 'utf-8' | 'latin-1';

export type GatewayParameter = readonly [name: string, value: string];

/** One way to send a text, and how the gateway is told of it. */
export interface TextMode {
  readonly encoding: GatewayTextEncoding;
  readonly textName: string;
  /** All that is sent beside number, text and credentials. */
  readonly parameters: readonly GatewayParameter[];
}

export interface TextModes {
  readonly plain: TextMode;
  /** For texts beyond the GSM alphabet; `null` where the gateway finds out by itself. */
  readonly unicode: TextMode | null;
}

const NAME = /^[^\p{Cc}\p{Surrogate}]{1,128}$/u;

/** The name of a parameter. */
export const parameterName = shape.formed(NAME, 'must be 1 to 128 characters without control characters');

const parameters = shape.mapOf(
  [NAME, 'has a name that is empty, longer than 128 characters or not printable'],
  shape.formed(/^[^\p{Surrogate}]*$/u, 'must be a string of valid Unicode'),
  'must be an object of strings',
);

const UNICODE_SHAPES = {
  textEncoding: shape.optional(shape.oneOf('utf-8', 'ucs-2-hex'), null),
  textName: shape.optional(parameterName, null),
  parameters: shape.optional(parameters, []),
} satisfies ShapesOf<GatewayUnicodeText>;

/** Options that say how a text is written. */
export const TEXT_SHAPES = {
  parameters: shape.optional(parameters, []),
  textEncoding: shape.optional(shape.oneOf('utf-8', 'latin-1', 'ucs-2-hex'), 'utf-8'),
  unicode: shape.optional(shape.section(UNICODE_SHAPES), null),
} satisfies Partial<ShapesOf<HttpGatewaySmsSenderOptions>>;

export function listTextModes(given: Read<typeof TEXT_SHAPES>, textName: string, problems: OptionProblems): TextModes {
  const plain: TextMode = { encoding: given.textEncoding, textName, parameters: [...given.parameters] };
  if (given.unicode === null) return { plain, unicode: null };
  const { textEncoding, parameters } = given.unicode;
  if (textEncoding === null && plain.encoding === 'latin-1') {
    problems.add('unicode.textEncoding', "is needed where textEncoding is 'latin-1'");
  }
  const unicode: TextMode = {
    encoding: textEncoding ?? plain.encoding,
    textName: given.unicode.textName ?? textName,
    parameters: [...new Map([...plain.parameters, ...parameters])],
  };
  return { plain, unicode };
}

/** A text ready to be sent. */
export interface WrittenText {
  readonly mode: TextMode;
  readonly value: string;
}

/** `null`: no encoding of this gateway carries the text. */
export function writeText(modes: TextModes, text: string): WrittenText | null {
  const { plain, unicode } = modes;
  const needsUnicode = !fitsGsmAlphabet(text) || !carries(plain.encoding, text);
  const mode = unicode !== null && needsUnicode ? unicode : plain;
  if (!carries(mode.encoding, text)) return null;
  return { mode, value: mode.encoding === 'ucs-2-hex' ? toUcs2Hex(text) : text };
}

function carries(encoding: GatewayTextEncoding, text: string): boolean {
  return encoding !== 'latin-1' || fitsLatin1(text);
}

/** Without the controls from 0x80 to 0x9f: many that say Latin-1 mean Windows-1252, which has letters there. */
export function fitsLatin1(text: string): boolean {
  return /^[\0-\x7f\xa0-\xff]*$/.test(text);
}

/** Big-endian, four digits a unit; a character beyond 16 bits takes two units, as it does in the message itself. */
function toUcs2Hex(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();
}

/**
 * Whether a text fits the alphabet that phones speak by default (3GPP TS 23.038, default alphabet and extension
 * table). What does not, many gateways have to be told, or they send question marks.
 */
const OUTSIDE = /[^\n\r !-_a-~£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\f€]/u;

/** @internal */
export function fitsGsmAlphabet(text: string): boolean {
  return !OUTSIDE.test(text);
}
