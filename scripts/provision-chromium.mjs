/** Finds a Chromium for the browser tests, or installs Debian's where that is possible without asking anybody. */
import { spawnSync } from 'node:child_process';
import { Problem } from './problem.mjs';
import { tail } from './progress.mjs';
import { run } from './run.mjs';
import { findOnPath, isExecutable } from './toolchain.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {Promise<string>} the path of a browser */
export async function provisionChromium() {
  const given = process.env.CHROMIUM_PATH ?? '';
  if (given !== '') {
    if (isExecutable(given)) return given;
    throw new Problem(`CHROMIUM_PATH names '${given}', which is not a program that can be started.`);
  }
  return findChromium() ?? (await installChromium());
}

function findChromium() {
  return NAMES.map(findOnPath).find((path) => path !== undefined);
}

async function installChromium() {
  const advice = 'install Chromium or Chrome, or set CHROMIUM_PATH to one';
  const prefix = rootPrefix();
  if (findOnPath('apt-get') === undefined || prefix === undefined) {
    throw new Problem(`The browser tests found no Chromium on the PATH and cannot install one here: ${advice}.`);
  }
  // Another run, or the machine itself, may be installing: wait for it.
  const install = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', 'chromium'];
  for (const step of [['update'], install]) {
    const [command = '', ...argumentList] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...step];
    const { code, output } = await run(command, argumentList);
    if (code !== 0) throw new Problem(`${tail(output, 15)}\n\napt-get could not install Chromium: ${advice}.`);
  }
  const path = findChromium();
  if (path === undefined) throw new Problem(`apt-get installed no Chromium that can be found on the PATH: ${advice}.`);
  return path;
}

/** @returns {string[] | undefined} what to put before a command that needs root; `undefined` where root is out of reach */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const isPasswordless = findOnPath('sudo') !== undefined && spawnSync('sudo', ['-n', 'true']).status === 0;
  return isPasswordless ? ['sudo', '-n'] : undefined;
}
