import fs, { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exclusively } from '../../scripts/exclusively.mjs';

describe('exclusively', () => {
  let folder: string;
  let lock: string;
  beforeEach(() => {
    vi.spyOn(console, 'log').mockReturnValue(undefined);
    folder = mkdtempSync(join(tmpdir(), 'countersign-lock-'));
    lock = join(folder, 'run.lock');
  });
  afterEach(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
    rmSync(folder, { recursive: true });
  });

  /** Five runs at once; the most that were ever inside together. */
  async function mostInside(options: { looksUntilDead: number }): Promise<number> {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      for (let turn = 0; turn < 20; turn += 1) await nextTurn();
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => exclusively(work, { lock, pollMs: 1, ...options })));
    return most;
  }

  it('lets one run in at a time and leaves nothing behind', async () => {
    expect(await mostInside({ looksUntilDead: 100_000 })).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over from a run that was killed, again one at a time', async () => {
    mkdirSync(lock);
    writeFileSync(join(lock, 'the token of a run that is no more'), '');
    // The lock of a living run is touched every second, so it must survive many more looks than fit into one.
    expect(await mostInside({ looksUntilDead: 2_000 })).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives the lock back when the work fails, and passes the failure on', async () => {
    await expect(exclusively(() => Promise.reject(new Error('no space left')), { lock })).rejects.toThrow(
      'no space left',
    );
    expect(existsSync(lock)).toBe(false);
  });

  /** Every call of one function of `node:fs` fails so, for whoever imported it by name as well. */
  function failWith(name: 'renameSync' | 'mkdirSync' | 'readdirSync', code: string): void {
    vi.spyOn(fs, name).mockImplementation(() => {
      throw Object.assign(new Error(`${code}: something, ${name}`), { code });
    });
    syncBuiltinESMExports();
  }

  const NOBODY_HAS_IT = [
    ['EACCES', /may not write there.*owner/s],
    ['EPERM', /may not write there.*owner/s],
    ['EROFS', /read-only.*Copy/s],
    ['ENOSPC', /full.*Free/s],
    ['EDQUOT', /full.*Free/s],
    ['EIO', /EIO: something/],
    ['EMFILE', /EMFILE: something/],
    ['ENAMETOOLONG', /ENAMETOOLONG: something/],
  ] as const;
  const STEPS = ['renameSync', 'mkdirSync', 'readdirSync'] as const;

  it.each(STEPS.flatMap((step) => NOBODY_HAS_IT.map(([code, advice]) => ({ step, code, advice }))))(
    'waits for nobody where $step fails with $code, and says what to do',
    async ({ step, code, advice }) => {
      failWith(step, code);
      const run = exclusively(async () => 'built', { lock, pollMs: 1 });
      await expect(run).rejects.toThrow(advice);
      await expect(run).rejects.toThrow(lock);
      await expect(run).rejects.toMatchObject({ cause: { code } });
    },
  );

  it('says what to do where a file stands in the lock’s place', async () => {
    writeFileSync(lock, '');
    await expect(exclusively(async () => 'built', { lock, pollMs: 1 })).rejects.toThrow(/is no folder.*Delete/s);
    expect(readdirSync(folder)).toEqual(['run.lock']);
  });

  it('waits for nobody where there is no such disk', async () => {
    failWith('mkdirSync', 'ENOENT');
    await expect(exclusively(async () => 'built', { lock, pollMs: 1 })).rejects.toThrow('ENOENT: something');
  });

  it('says what to do where it cannot take over from a run that was killed', async () => {
    mkdirSync(lock);
    writeFileSync(join(lock, 'the token of a run that is no more'), '');
    failWith('renameSync', 'EACCES');
    const run = exclusively(async () => 'built', { lock, pollMs: 1, looksUntilDead: 3 });
    await expect(run).rejects.toThrow('may not write there');
  });

  it.each(['ENOTEMPTY', 'EEXIST'])('waits where the lock is taken, which is said as %s', async (code) => {
    const rename = vi.spyOn(fs, 'renameSync');
    rename.mockImplementationOnce(() => {
      throw Object.assign(new Error(code), { code });
    });
    syncBuiltinESMExports();
    expect(await exclusively(async () => 'built', { lock, pollMs: 1 })).toBe('built');
    expect(rename).toHaveBeenCalledTimes(2);
  });

  it('passes the result on', async () => {
    expect(await exclusively(async () => 'built', { lock })).toBe('built');
  });
});
