/**
 * What tells nobody how a call may be ended. Whoever goes on without it leaves a caller waiting who thinks that it can
 * stop.
 */
export const NO_CALL_OPTIONS: readonly unknown[] = [
  'soon',
  7,
  true,
  [],
  { signal: 'now' },
  { signal: {} },
  Object.defineProperty({}, 'signal', {
    get: () => {
      throw new TypeError('no signal');
    },
  }),
];
