/** Path of an option inside of others. */
export function joinOption(...names: readonly string[]): string {
  return names.filter((name) => name !== '').join('.');
}
