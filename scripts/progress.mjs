/** What the reader sees while tools work: what is being done, for how long, and how it ended. */

/** How often a screen that cannot rewrite a line is told that it still goes on. */
const REMINDER_MS = 15_000;

/**
 * @template T
 * @param {string} what for example `Installing dependencies`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(what, work) {
  const startedMs = Date.now();
  const isScreen = process.stdout.isTTY === true;
  const say = (/** @type {string} */ onScreen, /** @type {string} */ inLog) =>
    process.stdout.write(isScreen ? `\r${what}… ${onScreen}` : inLog);
  say('', `${what}…\n`);
  const remind = () => say(since(startedMs), `  … ${since(startedMs)}\n`);
  const timer = setInterval(remind, isScreen ? 1_000 : REMINDER_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    say(`${since(startedMs)}\n`, `  … took ${since(startedMs)}\n`);
  }
}

/** @param {number} startedMs */
export const since = (startedMs) => inSeconds(Date.now() - startedMs);

/**
 * @param {number} milliseconds
 * @returns {string} for example `8.7 s`
 */
export function inSeconds(milliseconds) {
  const seconds = milliseconds / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/**
 * The end of a tool's output, where the reason of a failure stands.
 *
 * @param {string} output
 * @param {number} [lineCount]
 */
export function tail(output, lineCount = 40) {
  return output.trimEnd().split('\n').slice(-lineCount).join('\n');
}
