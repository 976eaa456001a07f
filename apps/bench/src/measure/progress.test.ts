import { describe, expect, it } from 'vitest';
import { startProgress } from './progress.ts';

function record(isTTY: boolean) {
  const written: string[] = [];
  let nowMs = 0;
  const progress = startProgress(2, {
    out: { isTTY, write: (text: unknown) => written.push(String(text)) > 0 },
    nowMs: () => nowMs,
  });
  return {
    progress,
    written,
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

describe('startProgress', () => {
  it('writes plain lines into a log: what is done, and how long it took', () => {
    const { progress, written, pass } = record(false);
    progress.step('Nothing live');
    pass(1_500);
    progress.step('A million live');
    progress.end();
    expect(written.join('')).toBe(
      '[1/2] Nothing live …\n[1/2] Nothing live: took 1.5 s\n[2/2] A million live …\n[2/2] A million live: took 0.0 s\n',
    );
  });

  it('tells a log how far a step is once in ten seconds', () => {
    const { progress, written, pass } = record(false);
    progress.step('Load');
    for (let round = 1; round <= 25; round += 1) {
      pass(1_000);
      progress.tell(`round ${round} of 25`);
    }
    const lines = written.join('').split('\n');
    expect(lines.filter((line) => line.includes('round'))).toEqual([
      '[1/2] Load: round 10 of 25, 10.0 s',
      '[1/2] Load: round 20 of 25, 20.0 s',
    ]);
  });

  it('writes over its line on a screen, each time', () => {
    const { progress, written, pass } = record(true);
    progress.step('Load');
    pass(100);
    progress.tell('round 1 of 2');
    progress.tell('round 2 of 2');
    progress.end();
    expect(written.join('').split('\r\u001b[2K')).toEqual([
      '[1/2] Load …',
      '[1/2] Load: round 1 of 2, 0.1 s',
      '[1/2] Load: round 2 of 2, 0.1 s',
      '[1/2] Load: took 0.1 s\n',
    ]);
  });
});
