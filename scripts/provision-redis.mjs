/**
 * Finds a Redis or Valkey server for the store tests, or provides one where that is possible without asking anybody:
 * Debian's package, else Docker. Clusters, fail-overs and full servers need a program that tests can start and end
 * as often as they like, so one is wanted even where `REDIS_URL` names a running server.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallDebianPackages, installDebianPackage, SERVICE_POLICY } from './install-debian-package.mjs';
import { describeError, Problem } from './problem.mjs';
import { tail } from './progress.mjs';
import { run } from './run.mjs';
import { findOnPath, isExecutable } from './toolchain.mjs';
import { CACHE } from './workspace.mjs';

const NAMES = ['redis-server', 'valkey-server'];
const OLDEST = [6, 2];
const PACKAGE = 'redis-server';
const IMAGE = 'redis:7-alpine';
const ADVICE =
  'install Redis 6.2 or newer, or Valkey, so that redis-server or valkey-server is on the PATH ' +
  '(Debian: apt-get install redis-server; macOS: brew install redis), or set COUNTERSIGN_REDIS_SERVER to one';

/**
 * The program's user, so that what it writes can be removed; the machine's network, as the nodes of a cluster have to
 * reach each other; and its folder under the same name inside. The client passes signals on.
 */
const IN_DOCKER = `#!/bin/sh
exec docker run --rm --init --network host --user "$(id -u):$(id -g)" --volume "$PWD:$PWD" --workdir "$PWD" \\
  --entrypoint redis-server ${IMAGE} "$@"
`;

/**
 * @typedef {object} ProvisionOptions
 * @property {string} servicePolicy where Debian keeps its word on starting services
 * @property {string} cache where the program that uses Docker is written to
 */

/** @type {ProvisionOptions} */
const DEFAULTS = { servicePolicy: SERVICE_POLICY, cache: CACHE };

/**
 * @param {Partial<ProvisionOptions>} [options] other than the defaults only in tests
 * @returns {Promise<string>} the path of a program that takes the arguments of `redis-server`
 */
export async function provisionRedis(options = {}) {
  const { servicePolicy, cache } = { ...DEFAULTS, ...options };
  const given = process.env.COUNTERSIGN_REDIS_SERVER ?? '';
  if (given !== '') {
    if (isNewEnough(given)) return given;
    throw new Problem(
      `COUNTERSIGN_REDIS_SERVER names '${given}', which is not a Redis 6.2 or Valkey that can be started.`,
    );
  }
  const found = findRedis();
  if (found !== undefined) return found;
  const failures = [];
  for (const provide of [() => installRedis(servicePolicy), () => useDocker(cache)]) {
    try {
      const path = await provide();
      if (path !== undefined) return path;
    } catch (error) {
      failures.push(describeError(error));
    }
  }
  const sentence = `The store tests found no Redis 6.2 or newer on the PATH and cannot provide one here: ${ADVICE}.`;
  throw new Problem([...failures, sentence].join('\n\n'));
}

function findRedis() {
  return NAMES.map(findOnPath).find((path) => path !== undefined && isNewEnough(path));
}

/**
 * @param {string} path
 * @returns {boolean} whether the program says that it is recent; both servers write `v=7.0.15`
 */
function isNewEnough(path) {
  if (!isExecutable(path)) return false;
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /\bv=(\d+)\.(\d+)/.exec(stdout ?? '')?.map(Number) ?? [];
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  if (major === undefined || minor === undefined) return false;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** @param {string} servicePolicy */
async function installRedis(servicePolicy) {
  if (!canInstallDebianPackages()) return undefined;
  await installDebianPackage(PACKAGE, servicePolicy);
  const path = findRedis();
  if (path === undefined) throw new Problem(`apt-get installed no ${PACKAGE} of version 6.2 or newer.`);
  return path;
}

/** @param {string} cache */
async function useDocker(cache) {
  if (findOnPath('docker') === undefined || (await run('docker', ['info'])).code !== 0) return undefined;
  mkdirSync(cache, { recursive: true });
  const path = join(cache, 'redis-server-in-docker');
  writeFileSync(path, IN_DOCKER, { mode: 0o755 });
  // Also fetches the image, which must not happen while a test waits for its server.
  const { code, output } = await run(path, ['--version'], { cwd: cache });
  if (code !== 0 || !isNewEnough(path)) throw new Problem(`${tail(output, 15)}\n\nDocker could not run ${IMAGE}.`);
  return path;
}
