import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

  it('passes the result on', async () => {
    expect(await exclusively(async () => 'built', { lock })).toBe('built');
  });
});
