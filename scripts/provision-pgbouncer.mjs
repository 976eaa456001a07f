/** Finds a PgBouncer for the tests of PostgreSQL behind a pooler, or installs Debian's where that is possible without asking anybody. */
import { canInstallDebianPackages, installDebianPackage, SERVICE_POLICY } from './install-debian-package.mjs';
import { describeError, Problem } from './problem.mjs';
import { findOnPath, isExecutable } from './toolchain.mjs';

const NAME = 'pgbouncer';
/** Where Debian puts it, which is not on everybody's PATH. */
const SYSTEM_PATH = '/usr/sbin/pgbouncer';
const ADVICE =
  'install PgBouncer so that pgbouncer is on the PATH (Debian: apt-get install pgbouncer; macOS: brew install pgbouncer), or set PGBOUNCER_PATH to one';

/**
 * @typedef {object} ProvisionOptions
 * @property {string} servicePolicy where Debian keeps its word on starting services
 * @property {string} systemPath where Debian's package puts the program
 */

/** @type {ProvisionOptions} */
const DEFAULTS = { servicePolicy: SERVICE_POLICY, systemPath: SYSTEM_PATH };

/**
 * @param {Partial<ProvisionOptions>} [options] other than the defaults only in tests
 * @returns {Promise<string>} the path of a PgBouncer
 */
export async function provisionPgbouncer(options = {}) {
  const { servicePolicy, systemPath } = { ...DEFAULTS, ...options };
  const given = process.env.PGBOUNCER_PATH ?? '';
  if (given !== '') {
    if (isExecutable(given)) return given;
    throw new Problem(`PGBOUNCER_PATH names '${given}', which is not a program that can be started.`);
  }
  return findPgbouncer(systemPath) ?? (await installPgbouncer(servicePolicy, systemPath));
}

/** @param {string} systemPath */
function findPgbouncer(systemPath) {
  return findOnPath(NAME) ?? (isExecutable(systemPath) ? systemPath : undefined);
}

/**
 * @param {string} servicePolicy
 * @param {string} systemPath
 */
async function installPgbouncer(servicePolicy, systemPath) {
  if (!canInstallDebianPackages()) {
    throw new Problem(`The pooler tests found no PgBouncer on the PATH and cannot install one here: ${ADVICE}.`);
  }
  try {
    await installDebianPackage(NAME, servicePolicy);
  } catch (error) {
    throw new Problem(`${describeError(error)} For the pooler tests, ${ADVICE}.`);
  }
  const path = findPgbouncer(systemPath);
  if (path === undefined) throw new Problem(`apt-get installed no PgBouncer that can be found on the PATH: ${ADVICE}.`);
  return path;
}
