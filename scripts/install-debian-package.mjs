/** Installs a package of Debian or Ubuntu, where that is possible without asking anybody. */
import { spawnSync } from 'node:child_process';
import { Problem } from './problem.mjs';
import { tail } from './progress.mjs';
import { run } from './run.mjs';
import { findOnPath } from './toolchain.mjs';

/** What Debian's packages ask before they start a service of theirs. 101: it is not to be started. */
export const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

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

/** True where `installDebianPackage` has a chance: there is apt-get, and root is in reach. */
export function canInstallDebianPackages() {
  return findOnPath('apt-get') !== undefined && rootPrefix() !== undefined;
}

/**
 * @param {string} name
 * @param {string} [servicePolicy] another than Debian's only in tests
 * @throws {Problem} with the end of what apt-get said
 */
export async function installDebianPackage(name, servicePolicy = SERVICE_POLICY) {
  const prefix = rootPrefix() ?? [];
  const aptGet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  // Another run, or the machine itself, may be installing: wait for it.
  const install = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', name];
  const steps = [
    [...aptGet, 'update'],
    ['sh', '-c', WITHOUT_SERVICES, 'sh', servicePolicy, ...aptGet, ...install],
  ];
  for (const step of steps) {
    const [command = '', ...argumentList] = [...prefix, ...step];
    const { code, output } = await run(command, argumentList);
    if (code !== 0) throw new Problem(`${tail(output, 15)}\n\napt-get could not install ${name}.`);
  }
}

/** @returns {string[] | undefined} what to put before a command that needs root; `undefined` where root is out of reach */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const isPasswordless = findOnPath('sudo') !== undefined && spawnSync('sudo', ['-n', 'true']).status === 0;
  return isPasswordless ? ['sudo', '-n'] : undefined;
}
