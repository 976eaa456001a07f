import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { provisionRedis } from '../../scripts/provision.mjs';
import { findOnPath } from '../../scripts/toolchain.mjs';

/** A machine on which only those programs are installed that a test puts there. */
describe('provisionRedis', () => {
  let machine: string;
  let programs: string;
  let options: { servicePolicy: string; cache: string };

  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), 'countersign-machine-'));
    programs = join(machine, 'bin');
    options = { servicePolicy: join(machine, 'policy-rc.d'), cache: join(machine, 'cache') };
    mkdirSync(programs);
    for (const name of ['sh', 'env', 'rm', 'chmod', 'cat', 'cp', 'id']) {
      symlinkSync(findOnPath(name) ?? `/bin/${name}`, join(programs, name));
    }
    vi.stubEnv('PATH', programs);
    vi.stubEnv('COUNTERSIGN_REDIS_SERVER', '');
    vi.stubEnv('REDIS_URL', '');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(machine, { recursive: true });
  });

  function put(name: string, ...lines: string[]): string {
    const path = join(programs, name);
    writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
    return path;
  }

  const versionOf = (words: string) => `echo "${words}"`;
  const RECENT = versionOf('Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64');
  const OLD = versionOf('Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64');

  /** An apt-get whose packages bring a program; root or not, it can be run. */
  function putAptGet(program: string): void {
    put('sudo', 'shift', 'exec "$@"');
    writeFileSync(join(machine, 'packaged'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
    put(
      'apt-get',
      `echo "$@" >>${machine}/apt-get.log`,
      'case "$*" in *install*) ;; *) exit 0 ;; esac',
      `[ -x ${options.servicePolicy} ] || exit 9`,
      `${options.servicePolicy}; echo "policy $?" >>${machine}/apt-get.log`,
      `cp ${machine}/packaged ${programs}/redis-server`,
    );
  }

  it('takes the server on the PATH', async () => {
    const path = put('redis-server', RECENT);
    expect(await provisionRedis(options)).toBe(path);
  });

  it('takes a Valkey as well, and rather than a Redis that is too old', async () => {
    put('redis-server', OLD);
    const path = put('valkey-server', versionOf('Valkey server v=8.0.1 sha=00000000:0'));
    expect(await provisionRedis(options)).toBe(path);
  });

  it('takes the one that COUNTERSIGN_REDIS_SERVER names, or says why it cannot', async () => {
    put('redis-server', RECENT);
    const own = put('my-redis', RECENT);
    vi.stubEnv('COUNTERSIGN_REDIS_SERVER', own);
    expect(await provisionRedis(options)).toBe(own);
    put('my-redis', OLD);
    await expect(provisionRedis(options)).rejects.toThrow(/COUNTERSIGN_REDIS_SERVER names .*my-redis/);
  });

  it('wants a program even where REDIS_URL names a running server', async () => {
    vi.stubEnv('REDIS_URL', 'redis://127.0.0.1:6379');
    await expect(provisionRedis(options)).rejects.toThrow('found no Redis 6.2 or newer');
  });

  it("installs Debian's package, without its service and without a trace in the machine's policy", async () => {
    putAptGet(RECENT);
    expect(await provisionRedis(options)).toBe(join(programs, 'redis-server'));
    const log = readFileSync(join(machine, 'apt-get.log'), 'utf8');
    expect(log).toContain('update\n');
    expect(log).toMatch(/install -y --no-install-recommends redis-server\npolicy 101\n/);
    expect(existsSync(options.servicePolicy)).toBe(false);
  });

  it("leaves the machine's own policy on services as it is", async () => {
    putAptGet(RECENT);
    writeFileSync(options.servicePolicy, '#!/bin/sh\nexit 104\n', { mode: 0o755 });
    await provisionRedis(options);
    expect(readFileSync(options.servicePolicy, 'utf8')).toContain('exit 104');
  });

  it('runs the server in Docker where nothing can be installed', async () => {
    put('docker', `echo "$@" >>${machine}/docker.log`, `[ "$1" = run ] && ${RECENT} || true`);
    const path = await provisionRedis(options);
    expect(path.startsWith(options.cache)).toBe(true);
    const ran = readFileSync(join(machine, 'docker.log'), 'utf8').split('\n')[1];
    expect(ran).toMatch(/^run --rm .*--network host .*--entrypoint redis-server redis:7-alpine --version$/);
  });

  it('runs the server in Docker where the package is too old', async () => {
    putAptGet(OLD);
    put('docker', `[ "$1" = run ] && ${RECENT} || true`);
    expect(await provisionRedis(options)).toContain('docker');
  });

  it('passes over a Docker without its daemon, and says in the last line what to install', async () => {
    put('docker', 'echo "Cannot connect to the Docker daemon" >&2', 'exit 1');
    const failure = await provisionRedis(options).catch((error: Error) => error.message);
    expect(failure).toMatch(/^The store tests found no Redis 6\.2 .*: install Redis 6\.2 or newer, or Valkey.*\.$/);
    expect(readdirSync(machine)).toEqual(['bin']);
  });

  it('says what apt-get said when that fails', async () => {
    put('sudo', 'shift', 'exec "$@"');
    put('apt-get', 'echo "E: Unable to locate package"', 'exit 100');
    const failure = await provisionRedis(options).catch((error: Error) => error.message);
    expect(failure).toContain('E: Unable to locate package');
    expect(String(failure).split('\n').at(-1)).toContain('install Redis 6.2 or newer');
  });
});
