/** A number as a reader wants it: three digits that count, thousands apart. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: value >= 1000 ? 4 : 3 }).format(value);
}
