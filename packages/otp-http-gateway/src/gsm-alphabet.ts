/**
 * Whether a text fits the alphabet that phones speak by default (3GPP TS 23.038, default alphabet and extension
 * table). What does not, many gateways have to be told, or they send question marks.
 */
const OUTSIDE = /[^\n\r !-_a-~£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\f€]/u;

export function fitsGsmAlphabet(text: string): boolean {
  return !OUTSIDE.test(text);
}
