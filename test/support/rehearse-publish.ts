/** `npm publish --dry-run`, on a machine that was never set up for anything and reaches nothing but one registry. */
import { dirname, join } from 'node:path';
import { type ProgramRun, runProgram } from './run-program.ts';

export function rehearsePublish(tarball: string, registryUrl: string): Promise<ProgramRun> {
  const folder = dirname(tarball);
  const others = Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_AUTH_TOKEN$/i.test(name));
  const environment = {
    ...Object.fromEntries(others),
    // Files that are not there: no account, no settings of whoever runs the tests.
    npm_config_userconfig: join(folder, 'user-npmrc'),
    npm_config_globalconfig: join(folder, 'global-npmrc'),
    npm_config_cache: join(folder, 'cache'),
    npm_config_registry: registryUrl,
    npm_config_fetch_retries: '0',
    npm_config_update_notifier: 'false',
  };
  return runProgram('npm', ['publish', tarball, '--dry-run'], { cwd: folder, environment, timeLimitMs: 15_000 });
}
