/**
 * How much of a maximum a client may use: known clients all of it, strangers what the reserve leaves.
 * The reserve is rounded down, but at least 1 is kept and at least 1 is left; a maximum of 1 is not divided.
 */
export function strangersShare(maximum: number, knownClientReserve: number): number {
  if (knownClientReserve === 0 || maximum === 1) return maximum;
  return maximum - Math.max(1, Math.floor(maximum * knownClientReserve));
}
