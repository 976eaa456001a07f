/** Runs an app in the foreground and ends it when this command is told to end, by whomever and however. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { runtimeNode } from './toolchain.mjs';
import { ROOT } from './workspace.mjs';

/** A Ctrl-C reaches the app by itself; one sent to this process alone does not. So long the app may end unasked. */
const OWN_ACCORD_MS = 400;
/** How long an app may take to close its connections once it was asked. */
const PATIENCE_MS = 5_000;
const PARENT_POLL_MS = 250;

/**
 * @param {string} app
 * @returns {Promise<number>} the exit code: the app's own, or 0 when this command was told to end
 */
export function runApp(app) {
  // Node 22 runs TypeScript by itself but says on standard error that this is experimental.
  const flags = ['--disable-warning=ExperimentalWarning'];
  const child = spawn(runtimeNode(), [...flags, join(ROOT, 'apps', app, 'src/server.ts')], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    let isEnding = false;
    const end = () => {
      if (isEnding) return;
      isEnding = true;
      setTimeout(() => child.kill('SIGTERM'), OWN_ACCORD_MS).unref();
      setTimeout(() => child.kill('SIGKILL'), OWN_ACCORD_MS + PATIENCE_MS).unref();
    };
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, end);
    const watch = watchParent(end);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      resolve(isEnding ? 0 : (code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  });
}

/**
 * A package manager that is ended takes its shell along, but that shell need not tell us. Whoever starts the script
 * directly, and in the background, may on the contrary want it to stay.
 *
 * @param {() => void} onOrphaned
 */
function watchParent(onOrphaned) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  return setInterval(() => {
    if (process.ppid !== parent) onOrphaned();
  }, PARENT_POLL_MS);
}
