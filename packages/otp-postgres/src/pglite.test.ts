/** PGlite by its address: what is opened, shared, kept and refused. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { unloaded } from './connection/load-library.ts';
import { createPostgresCodeStore, createPostgresRateLimiter } from './index.ts';
import { issueInput, rightGuess, wrongGuess } from './test-support/calls.ts';
import { refusalOf } from './test-support/test-bed.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-pglite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('createPostgresCodeStore', () => {
  it('keeps what it counted in a directory that it makes, shared with the limiter, for one process at a time', async () => {
    const path = join(folder, 'deep/er');
    const url = `pglite:${path}`;
    const windows = [{ key: 'k', max: 1, durationMs: 3_600_000 }];
    const input = issueInput();

    const store = createPostgresCodeStore({ url });
    const limiter = createPostgresRateLimiter({ url });
    await Promise.all([store.ready(), limiter.ready()]);
    await store.issue(input);
    await store.redeem(wrongGuess(input));
    expect(await limiter.take(windows, null)).toEqual({ status: 'allowed' });
    await store.close();
    expect(await limiter.take(windows, null)).toMatchObject({ status: 'limited' });
    await limiter.close();
    await limiter.close();
    expect(existsSync(`${path}.lock`)).toBe(false);

    // Held by a process that runs, then by one that is gone.
    writeFileSync(`${path}.lock`, `${process.ppid}`);
    const refused = createPostgresCodeStore({ url });
    expect((await refusalOf(refused.ready())).message).toContain('Another process');
    await refused.close();
    writeFileSync(`${path}.lock`, '2147483646');
    const again = createPostgresCodeStore({ url });
    await again.ready();
    expect(await again.redeem(wrongGuess(input))).toMatchObject({ status: 'mismatch', attemptsLeft: 3 });
    expect(await again.redeem(rightGuess(input))).toMatchObject({ status: 'accepted' });
    await again.close();
  }, 60_000);

  it('opens nothing before it is asked', async () => {
    const path = join(folder, 'unused');
    await createPostgresCodeStore({ url: `pglite:${path}` }).close();
    expect(existsSync(path)).toBe(false);
  });
});

describe('unloaded', () => {
  it('says how to install what is missing', () => {
    const missing = Object.assign(new Error("Cannot find package 'pg' imported from /srv/app.js"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    expect(unloaded('pg', missing)).toMatchObject({
      code: 'OTP_CONFIGURATION',
      message: expect.stringContaining('npm install pg'),
    });
  });

  it('has the loader’s own words of what is there and does not load', () => {
    expect(unloaded('pg', new Error('broken'))).toMatchObject({
      code: 'OTP_CONFIGURATION',
      message: expect.stringContaining('The package pg could not be loaded: broken'),
    });
  });
});
