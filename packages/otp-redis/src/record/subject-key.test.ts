import { describe, expect, it } from 'vitest';
import { keyPart } from './subject-key.ts';

describe('keyPart', () => {
  it('leaves the names of the engine as they are', () => {
    expect(keyPart('zZ-9_aBcDeFgHiJkLmNoPq', 'subject')).toBe('zZ-9_aBcDeFgHiJkLmNoPq');
  });

  it('makes of anything else a short name of its own', () => {
    const names = ['', 'a:b', '{a}', '~', '\ud800', '\ud801', '\ufffd', 'x'.repeat(65), 'x'.repeat(5_000_000), 'a\n'];
    const parts = names.map((name) => keyPart(name, 'subject'));
    expect(new Set(parts).size).toBe(names.length);
    expect(parts.filter((part) => !/^~[\w-]{43}$/.test(part))).toEqual([]);
  });

  it('refuses what is not a string', () => {
    expect(() => keyPart({ toString: () => 'x' }, 'subject')).toThrow('subject must be a string.');
  });
});
