/** One of Twilio's error codes, from wherever it stands; `null` for anything else. Values may be anything, their `toString` too. */
export function readCode(value: unknown): string | null {
  const code = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return /^[1-9]\d{3,5}$/.test(code) ? code : null;
}
