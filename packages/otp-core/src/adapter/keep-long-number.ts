/**
 * A reviver for `JSON.parse`: a whole number that is too long for a double is kept as it is written, as text. It is an id,
 * and rounded it would be another one.
 *
 * @param written the number's own text, which Node tells revivers from version 22 on and no type knows of yet
 * @example
 * JSON.parse('{"id":12345678901234567890}', keepLongNumber); // { id: '12345678901234567890' }
 */
export function keepLongNumber(_name: string, value: unknown, written?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = written?.source ?? '';
  return /^-?\d+$/.test(source) ? source : value;
}
