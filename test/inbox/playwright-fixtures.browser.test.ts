/** The fixtures in Playwright itself, as a user's project would run them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

describe('inboxFixtures in Playwright', () => {
  it('give each test an inbox and a number', { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'otp-inbox-playwright-'));
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '-c', join(import.meta.dirname, 'playwright')],
      { encoding: 'utf8', cwd: ROOT, env: { ...process.env, NODE_ENV: 'test', OUTPUT_FOLDER: folder, CI: '1' } },
    );
    expect({ status, output: `${stdout}${stderr}` }).toEqual({
      status: 0,
      output: expect.stringContaining('4 passed'),
    });
  });
});
