import { afterEach, describe, expect, it } from 'vitest';
import { startWorker, type Worker } from './start-worker.ts';

const FILE = new URL('./test-support/answering-worker.ts', import.meta.url);
const MINUTE_MS = 60_000;

describe('startWorker', () => {
  const workers: Worker<string>[] = [];
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.kill()));
  });

  async function start(options: Parameters<typeof startWorker>[1] = {}): Promise<Worker<string>> {
    const worker = await startWorker<string>(FILE, options);
    workers.push(worker);
    return worker;
  }

  it('hands the input over and answers questions, failures included', async () => {
    const worker = await start({ input: 'a "quoted"\nline' });
    expect(await worker.ask('echo')).toBe('a "quoted"\nline');
    await expect(worker.ask('fail')).rejects.toThrow('failed as told');
    expect(await worker.ask('echo')).toBe('a "quoted"\nline');
  });

  it.each([5 * MINUTE_MS, -5 * MINUTE_MS])('gives it a clock that is wrong by %i ms', async (clockSkewMs) => {
    const worker = await start({ clockSkewMs });
    const clock = await worker.ask<{ now: number; constructed: string; given: number }>('clock');
    expect(Math.abs(clock.now - clockSkewMs - Date.now())).toBeLessThan(MINUTE_MS);
    expect(Math.abs(Date.parse(clock.constructed) - clockSkewMs - Date.now())).toBeLessThan(MINUTE_MS);
    expect(clock.given).toBe(5);
  });

  it('tells of a rejection that nobody handled, as the process ends of it', async () => {
    const worker = await start();
    await expect(worker.ask('reject-elsewhere')).rejects.toThrow('nobody caught this');
    await expect(worker.ask('echo')).rejects.toThrow('had ended');
  });

  it('rejects what is asked when the process is killed, or too slow', async () => {
    const worker = await start();
    await worker.ask('echo');
    await expect(worker.ask('hang', 1)).rejects.toThrow('waited in vain');
    const hanging = expect(worker.ask('hang')).rejects.toThrow('ended');
    await worker.kill();
    await hanging;
  });

  it('hears what a process noted before it was killed', async () => {
    const notes: unknown[] = [];
    const worker = await start({ onNote: (note) => notes.push(note) });
    await expect(worker.ask('note-and-die')).rejects.toThrow('ended');
    expect(notes).toEqual([{ last: 'words' }]);
  });

  it('ends when its input does', async () => {
    const worker = await start();
    await worker.stop();
    await expect(worker.ask('echo')).rejects.toThrow('had ended');
  });
});
