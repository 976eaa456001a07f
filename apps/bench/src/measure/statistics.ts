/** Order statistics of samples that a benchmark took. */

/** The value below which `share` (0 to 1) of the samples lie. Sorts a copy. */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new RangeError('A percentile needs samples.');
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle one; between the two middle ones where there is no such. */
export function median(samples: readonly number[]): number {
  if (samples.length === 0) throw new RangeError('A median needs samples.');
  const sorted = Float64Array.from(samples).sort();
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
