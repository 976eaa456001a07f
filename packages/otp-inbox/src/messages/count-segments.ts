/** As how many messages a text is sent and charged (3GPP TS 23.038 and 23.040). */
export type MessageEncoding = 'gsm-7' | 'ucs-2';

const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Sent as two septets: an escape and the character. */
const GSM_EXTENDED = new Set('\f^{}\\[~]|€');

/** Encoding and number of segments of a text. */
export function countSegments(text: string): { encoding: MessageEncoding; segments: number } {
  const characters = [...text];
  const isGsm = characters.every((character) => GSM_BASIC.has(character) || GSM_EXTENDED.has(character));
  if (isGsm) {
    const widths = characters.map((character) => (GSM_EXTENDED.has(character) ? 2 : 1));
    return { encoding: 'gsm-7', segments: pack(widths, { alone: 160, joined: 153 }) };
  }
  const widths = characters.map((character) => character.length);
  return { encoding: 'ucs-2', segments: pack(widths, { alone: 70, joined: 67 }) };
}

/** Fills one segment after the other: neither an escape pair nor a surrogate pair may be cut in two. */
function pack(widths: readonly number[], room: { readonly alone: number; readonly joined: number }): number {
  if (widths.reduce((sum, width) => sum + width, 0) <= room.alone) return 1;
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > room.joined) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return segments;
}
