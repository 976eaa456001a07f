/**
 * Finds the servers and the browser that tests start, or provides them where that is possible without asking anybody:
 * Debian's package; for Redis, Docker as well. Clusters, fail-overs and full servers need a program that tests can start
 * and end as often as they like, so one is wanted even where `REDIS_URL` names a running server.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, Problem } from './problem.mjs';
import { tail } from './progress.mjs';
import { run } from './run.mjs';
import { findOnPath, isExecutable } from './toolchain.mjs';
import { CACHE } from './workspace.mjs';

/** Other values than these only in tests. */
const DEFAULTS = {
  /** What Debian's packages ask before they start a service of theirs. 101: it is not to be started. */
  servicePolicy: '/usr/sbin/policy-rc.d',
  /** Where the program that uses Docker is written to. */
  cache: CACHE,
  /** Where Debian puts PgBouncer, which is not on everybody's PATH. */
  systemPath: '/usr/sbin/pgbouncer',
};

const OLDEST_REDIS = [6, 2];
const IMAGE = 'redis:7-alpine';
/**
 * The program's user, so that what it writes can be removed; the machine's network, as the nodes of a cluster have to
 * reach each other; and its folder under the same name inside. The client passes signals on.
 */
const IN_DOCKER = `#!/bin/sh
exec docker run --rm --init --network host --user "$(id -u):$(id -g)" --volume "$PWD:$PWD" --workdir "$PWD" \\
  --entrypoint redis-server ${IMAGE} "$@"
`;

/**
 * Keeps services from being started while a package is installed, and leaves the machine's own policy where it has one.
 * Arguments: the policy's file, then the command.
 */
const WITHOUT_SERVICES = `
policy=$1; shift
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 143' HUP INT TERM
  printf '#!/bin/sh\\nexit 101\\n' >"$policy" && chmod 755 "$policy"
fi
"$@"`;

export const provisionChromium = () =>
  provision({
    variable: 'CHROMIUM_PATH',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    kind: 'Chromium',
    tests: 'browser',
    packageName: 'chromium',
    advice: 'install Chromium or Chrome, or set CHROMIUM_PATH to one',
  });

export const provisionPgbouncer = ({ servicePolicy = DEFAULTS.servicePolicy, systemPath = DEFAULTS.systemPath } = {}) =>
  provision({
    variable: 'PGBOUNCER_PATH',
    names: ['pgbouncer', systemPath],
    kind: 'PgBouncer',
    tests: 'pooler',
    packageName: 'pgbouncer',
    advice:
      'install PgBouncer so that pgbouncer is on the PATH (Debian: apt-get install pgbouncer; ' +
      'macOS: brew install pgbouncer), or set PGBOUNCER_PATH to one',
    servicePolicy,
  });

export const provisionRedis = ({ servicePolicy = DEFAULTS.servicePolicy, cache = DEFAULTS.cache } = {}) =>
  provision({
    variable: 'COUNTERSIGN_REDIS_SERVER',
    names: ['redis-server', 'valkey-server'],
    kind: 'Redis 6.2 or newer',
    tests: 'store',
    packageName: 'redis-server',
    advice:
      'install Redis 6.2 or newer, or Valkey, so that redis-server or valkey-server is on the PATH ' +
      '(Debian: apt-get install redis-server; macOS: brew install redis), or set COUNTERSIGN_REDIS_SERVER to one',
    servicePolicy,
    isGood: isNewEnough,
    otherwise: () => useDocker(cache),
  });

/**
 * @typedef {object} Wanted
 * @property {string} variable that may name a program
 * @property {readonly string[]} names on the PATH, or whole paths
 * @property {string} kind
 * @property {string} tests which need it
 * @property {string} packageName of Debian's
 * @property {string} advice
 * @property {string} [servicePolicy]
 * @property {(path: string) => boolean} [isGood]
 * @property {() => Promise<string | undefined>} [otherwise] where it cannot be installed; `undefined`: not here
 */

/**
 * @param {Wanted} wanted
 * @returns {Promise<string>} the path of a program
 */
async function provision(wanted) {
  const { variable, kind, tests, advice, isGood = isExecutable } = wanted;
  const given = process.env[variable] ?? '';
  if (given !== '' && isGood(given)) return given;
  if (given !== '') throw new Problem(`${variable} names '${given}', which is not a ${kind} that can be started.`);
  const failures = [];
  for (const provide of [async () => find(wanted), () => installPackage(wanted), wanted.otherwise]) {
    try {
      const path = await provide?.();
      if (path !== undefined) return path;
    } catch (error) {
      failures.push(describeError(error));
    }
  }
  const sentence = `The ${tests} tests found no ${kind} on the PATH and cannot provide one here: ${advice}.`;
  throw new Problem([...failures, sentence].join('\n\n'));
}

/** @param {Wanted} wanted */
function find({ names, isGood = isExecutable }) {
  const paths = names.map((name) => (name.startsWith('/') ? name : findOnPath(name)));
  return paths.find((path) => path !== undefined && isGood(path));
}

/** @param {Wanted} wanted */
async function installPackage(wanted) {
  const { packageName, kind, servicePolicy = DEFAULTS.servicePolicy } = wanted;
  const root = rootPrefix();
  if (findOnPath('apt-get') === undefined || root === undefined) return undefined;
  const aptGet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  // Another run, or the machine itself, may be installing: wait for it.
  const install = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', packageName];
  const steps = [
    [...aptGet, 'update'],
    ['sh', '-c', WITHOUT_SERVICES, 'sh', servicePolicy, ...aptGet, ...install],
  ];
  for (const step of steps) {
    const [command = '', ...argumentList] = [...root, ...step];
    const { code, output } = await run(command, argumentList);
    if (code !== 0) throw new Problem(`${tail(output, 15)}\n\napt-get could not install ${packageName}.`);
  }
  const path = find(wanted);
  if (path === undefined) throw new Problem(`apt-get installed no ${kind} that can be found.`);
  return path;
}

/** @returns {string[] | undefined} what to put before a command that needs root; `undefined` where root is out of reach */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const isPasswordless = findOnPath('sudo') !== undefined && spawnSync('sudo', ['-n', 'true']).status === 0;
  return isPasswordless ? ['sudo', '-n'] : undefined;
}

/**
 * @param {string} path
 * @returns {boolean} whether the program says that it is recent; both servers write `v=7.0.15`
 */
function isNewEnough(path) {
  if (!isExecutable(path)) return false;
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const [, major = 0, minor = 0] = /\bv=(\d+)\.(\d+)/.exec(stdout ?? '')?.map(Number) ?? [];
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_REDIS;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
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
