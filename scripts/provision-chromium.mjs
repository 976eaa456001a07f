/** Finds a Chromium for the browser tests, or installs Debian's where that is possible without asking anybody. */
import { canInstallDebianPackages, installDebianPackage } from './install-debian-package.mjs';
import { describeError, Problem } from './problem.mjs';
import { findOnPath, isExecutable } from './toolchain.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ADVICE = 'install Chromium or Chrome, or set CHROMIUM_PATH to one';

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
  if (!canInstallDebianPackages()) {
    throw new Problem(`The browser tests found no Chromium on the PATH and cannot install one here: ${ADVICE}.`);
  }
  try {
    await installDebianPackage('chromium');
  } catch (error) {
    throw new Problem(`${describeError(error)} For the browser tests, ${ADVICE}.`);
  }
  const path = findChromium();
  if (path === undefined) throw new Problem(`apt-get installed no Chromium that can be found on the PATH: ${ADVICE}.`);
  return path;
}
