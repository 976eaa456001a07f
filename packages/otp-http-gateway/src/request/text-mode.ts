import type { GatewayTextEncoding } from '../http-gateway-options.ts';

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
