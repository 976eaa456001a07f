/**
 * Until when a code is good. A message says so in words, if at all; a verification of a provider has a lifetime.
 * The words are those of the languages that texts for codes are written in, by their stems.
 */

/** @typedef {import('../page-json.ts').Message} Message */

const SECOND = 'sec|sek|seg|сек|秒|초|วินาที|ثان|שני|saniye';
const HOUR =
  'hour|hr|stund|heure|hora|ore?\\b|uur|time[rn]?\\b|timm|godzin|hod|час|годин|小时|小時|時間|시간|ชั่วโมง|giờ|saat|ساع|שע';
const MINUTE = [
  'min|mín|menit|perc|phút|dakika|daqiqa|dəqiqə|dk\\b|хв|мин|хвил|λεπτ|դ|წუთ',
  'دقائق|دقيق|دقیق|منٹ|דק|मिनट|মিনিট|நிமிட|分|분|นาที|នាទី',
].join('|');

/** Between a number and its unit: a blank, a hyphen, the `de` of Romanian. */
const GAP = '[\\s\\u00a0-]{0,2}(?:de )?';
const AMOUNT = new RegExp(
  `(?<![\\d.,:])(?<amount>\\d{1,3})${GAP}(?:(?<hour>${HOUR})|(?<minute>${MINUTE})|(?<second>${SECOND}))`,
  'iu',
);
/** Languages with a word of its own for one or two minutes. @type {ReadonlyArray<readonly [word: RegExp, minutes: number]>} */
const WORDS = [
  [/دقيقتين|שתי דקות/u, 2],
  [/لمدة دقيقة|דקה אחת/u, 1],
];

/**
 * How long the text says that its code is good for, in seconds.
 * @param {string} text
 */
export function findLifetime(text) {
  for (const [word, minutes] of WORDS) if (word.test(text)) return minutes * 60;
  const { amount, hour, minute } = AMOUNT.exec(text)?.groups ?? {};
  if (amount === undefined) return null;
  if (hour !== undefined) return Number(amount) * 3600;
  return Number(amount) * (minute === undefined ? 1 : 60);
}

/** Of these `validitySeconds` is the life of the code; of the others it is how long a provider may try. */
const VERIFICATIONS = ['twilio-verify', 'telnyx-verify', 'sinch'];

/**
 * @param {Message} message
 * @returns {{ atMs: number, source: string } | null} `null`: no code, or nothing says until when
 */
export function findExpiry(message) {
  if (message.code === null) return null;
  const fromMs = Date.parse(message.receivedAt);
  const isVerification = VERIFICATIONS.includes(message.provider);
  if (isVerification && message.validitySeconds !== null) {
    return { atMs: fromMs + message.validitySeconds * 1000, source: 'as the provider keeps it' };
  }
  const seconds = findLifetime(message.text);
  return seconds === null ? null : { atMs: fromMs + seconds * 1000, source: 'as the text says' };
}

/**
 * @param {number} atMs
 * @param {number} nowMs
 * @returns {string | null} `4:05`; `null` once it is over
 */
export function formatRemaining(atMs, nowMs) {
  const seconds = Math.ceil((atMs - nowMs) / 1000);
  if (seconds <= 0) return null;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(rest).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}
