/** Loaded before a worker's own code: its clock is wrong by `COUNTERSIGN_CLOCK_SKEW_MS`. */
const RealDate = Date;
const skewMs = Number(process.env.COUNTERSIGN_CLOCK_SKEW_MS ?? '0');

globalThis.Date = new Proxy(RealDate, {
  construct: (target, argumentList: [], newTarget) =>
    Reflect.construct(target, argumentList.length === 0 ? [RealDate.now() + skewMs] : argumentList, newTarget),
  apply: () => new Date().toString(),
  get: (target, name, receiver) =>
    name === 'now' ? () => RealDate.now() + skewMs : Reflect.get(target, name, receiver),
});
