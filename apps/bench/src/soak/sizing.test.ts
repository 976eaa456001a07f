import { describe, expect, it } from 'vitest';
import { processesFor } from './sizing.ts';

describe('processesFor', () => {
  it('keeps each process below half of a core', () => {
    expect(processesFor(1_000, 500)).toBe(1);
    expect(processesFor(1_000, 501)).toBe(2);
    expect(processesFor(10_000, 250)).toBe(5);
  });

  it('is never none', () => {
    expect(processesFor(10, 100)).toBe(1);
  });
});
