import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { provisionPgbouncer } from '../../scripts/provision.mjs';
import { findOnPath } from '../../scripts/toolchain.mjs';

/** A machine on which only those programs are installed that a test puts there. */
describe('provisionPgbouncer', () => {
  let machine: string;
  let programs: string;
  let options: { servicePolicy: string; systemPath: string };

  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), 'countersign-machine-'));
    programs = join(machine, 'bin');
    options = { servicePolicy: join(machine, 'policy-rc.d'), systemPath: join(machine, 'sbin-pgbouncer') };
    mkdirSync(programs);
    for (const name of ['sh', 'env', 'rm', 'chmod', 'cat', 'cp']) {
      symlinkSync(findOnPath(name) ?? `/bin/${name}`, join(programs, name));
    }
    vi.stubEnv('PATH', programs);
    vi.stubEnv('PGBOUNCER_PATH', '');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(machine, { recursive: true });
  });

  function put(path: string, ...lines: string[]): string {
    writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
    return path;
  }

  it('takes the one on the PATH', async () => {
    const path = put(join(programs, 'pgbouncer'));
    expect(await provisionPgbouncer(options)).toBe(path);
  });

  it("finds Debian's where the PATH does not lead there", async () => {
    put(options.systemPath);
    expect(await provisionPgbouncer(options)).toBe(options.systemPath);
  });

  it('takes the one that PGBOUNCER_PATH names, or says why it cannot', async () => {
    put(join(programs, 'pgbouncer'));
    const own = put(join(machine, 'my-pgbouncer'));
    vi.stubEnv('PGBOUNCER_PATH', own);
    expect(await provisionPgbouncer(options)).toBe(own);
    vi.stubEnv('PGBOUNCER_PATH', join(machine, 'nowhere'));
    await expect(provisionPgbouncer(options)).rejects.toThrow(/PGBOUNCER_PATH names .*nowhere/);
  });

  it("installs Debian's package without starting its service", async () => {
    put(join(programs, 'sudo'), 'shift', 'exec "$@"');
    put(
      join(programs, 'apt-get'),
      `echo "$@" >>${machine}/apt-get.log`,
      'case "$*" in *install*) ;; *) exit 0 ;; esac',
      `${options.servicePolicy}; echo "policy $?" >>${machine}/apt-get.log`,
      `cp "$0" ${options.systemPath}`,
    );
    expect(await provisionPgbouncer(options)).toBe(options.systemPath);
    const log = readFileSync(join(machine, 'apt-get.log'), 'utf8');
    expect(log).toMatch(/install -y --no-install-recommends pgbouncer\npolicy 101\n/);
  });

  it('says what apt-get said, and what else can be done, where that fails', async () => {
    put(join(programs, 'sudo'), 'shift', 'exec "$@"');
    put(join(programs, 'apt-get'), 'echo "E: Unable to locate package"', 'exit 100');
    const failure = await provisionPgbouncer(options).catch((error: Error) => error.message);
    expect(failure).toContain('E: Unable to locate package');
    expect(failure).toContain('set PGBOUNCER_PATH to one');
  });
});
