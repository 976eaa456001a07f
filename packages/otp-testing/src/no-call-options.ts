/** What says of a call's time what is none. */
export const NO_TIMES: readonly unknown[] = [
  ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1000', 1000n, [1000], {}, true].map((timeoutMs) => ({ timeoutMs })),
  unreadable('timeoutMs'),
];

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
  unreadable('signal'),
  ...NO_TIMES,
];

function unreadable(name: string): object {
  return Object.defineProperty({}, name, {
    get: () => {
      throw new TypeError(`no ${name}`);
    },
  });
}
