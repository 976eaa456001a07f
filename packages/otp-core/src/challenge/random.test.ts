import { describe, expect, it } from 'vitest';
import { drawBytes, randomName } from './random.ts';

describe('drawBytes', () => {
  it('gives no bytes twice, over many fillings of the pool and at every size', () => {
    const drawn = Array.from({ length: 5_000 }, (_, index) =>
      drawBytes(16 + (index % 13))
        .toString('hex')
        .slice(0, 32),
    );
    expect(new Set(drawn).size).toBe(drawn.length);
    expect(drawn.some((each) => /^0{16}/.test(each))).toBe(false);
  });

  it('gives bytes that later draws do not touch', () => {
    const first = drawBytes(28);
    const copy = Buffer.from(first);
    for (let draws = 0; draws < 500; draws += 1) drawBytes(28);
    expect(first).toEqual(copy);
  });
});

describe('randomName', () => {
  it('is 128 bits as 22 characters', () => {
    const names = Array.from({ length: 1_000 }, randomName);
    expect(names.every((name) => /^[A-Za-z0-9_-]{22}$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(1_000);
  });
});
