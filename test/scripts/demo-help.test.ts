import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/workspace.ts';

const SCRIPT = join(ROOT, 'scripts/demo.mjs');

describe('npm run demo', () => {
  it('says by --help which apps, variables and exit codes there are, and starts nothing', () => {
    const help = execFileSync(process.execPath, [SCRIPT, '--help'], { encoding: 'utf8' });
    for (const word of ['express', 'hono', 'hooks', 'PORT', 'INBOX_PORT', 'OTP_PROVIDER', 'OTP_STORE', 'Exit codes:']) {
      expect(help).toContain(word);
    }
  });

  it.each([[['fastify']], [['--port', '3000']], [['express', 'hono']]])(
    'refuses %j with 1 and leads to the help',
    (words) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...words], { encoding: 'utf8' });
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain('npm run demo -- --help');
    },
  );
});
