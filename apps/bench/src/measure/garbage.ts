/** The collector on demand, so that one measurement does not pay for the rubbish of another. */

/** A full collection. @throws Error where Node was started without `--expose-gc` */
export function collectGarbage(): void {
  collector()();
}

/** Only what has just been made: quick at any size of the heap. */
export function collectYoungGarbage(): void {
  collector()({ type: 'minor' });
}

function collector(): NodeJS.GCFunction {
  if (globalThis.gc === undefined) throw new Error('Start Node with --expose-gc, as `npm run bench` does.');
  return globalThis.gc;
}
