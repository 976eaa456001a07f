/** Twilio's Smart Encoding: exchanges typographic characters for those that fit a text of 160. https://www.twilio.com/docs/messaging/services/smart-encoding-char-list */
const EXCHANGES: ReadonlyMap<string, string> = new Map([
  ['\u00ab', '"'],
  ['\u00bb', '"'],
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u201e', '"'],
  ['\u2033', '"'],
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u201a', "'"],
  ['\u201b', "'"],
  ['\u2032', "'"],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2012', '-'],
  ['\u2013', '-'],
  ['\u2014', '-'],
  ['\u2026', '...'],
  ['\u2022', '-'],
  ['\u00a0', ' '],
  ['\u2002', ' '],
  ['\u2003', ' '],
  ['\u2009', ' '],
  ['\u202f', ' '],
  ['\u200b', ''],
]);

export function toSmartText(text: string): string {
  return [...text].map((character) => EXCHANGES.get(character) ?? character).join('');
}
