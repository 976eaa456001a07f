import { describe, expect, it } from 'vitest';
import type { BenchResult } from './bench-result.ts';
import { writePage } from './write-page.ts';

const RESULT: BenchResult = {
  name: 'memory',
  title: 'The engine in memory',
  machine: '2026-11-30, Node v24',
  charts: [{ title: 'Nothing live', unit: 'µs', scale: 'linear', bars: [{ label: 'ours', value: 1, role: 'ours' }] }],
  targets: [
    { name: 'speed', bound: 'at least', limit: 8, aim: 10, unit: 'x', measured: 9, decides: true },
    { name: 'size', bound: 'at most', limit: 400, unit: 'bytes', measured: 500, decides: true },
  ],
};

describe('writePage', () => {
  it('opens from the disk: no script, and nothing from anywhere else', () => {
    expect(writePage(RESULT, { isQuick: false })).not.toMatch(/<script|src=|href=|@import/);
  });

  it('names misses and what is short of its aim', () => {
    const page = writePage(RESULT, { isQuick: false });
    expect(page).toContain('<td>9 x</td><td>yes, short of the aim</td>');
    expect(page).toContain('<td>500 bytes</td><td>missed</td>');
  });

  it('says of a quick run that it is one', () => {
    expect(writePage(RESULT, { isQuick: true })).toContain('A quick run');
    expect(writePage(RESULT, { isQuick: false })).not.toContain('A quick run');
  });
});
