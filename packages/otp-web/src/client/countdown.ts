/**
 * Calls `onTick` with the whole seconds that are left: at once, on each second, and with 0 at the end. Time that a
 * sleeping tab misses is made up for by the next tick.
 */
export function startCountdown(until: Date, onTick: (secondsLeft: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = (): void => {
    const leftMs = Math.max(0, until.getTime() - Date.now());
    // Before the call: a listener may stop the countdown. The next full second is up to one second away.
    if (leftMs > 0) timer = setTimeout(tick, leftMs % 1000 || 1000);
    onTick(Math.ceil(leftMs / 1000));
  };
  tick();
  return () => clearTimeout(timer);
}
