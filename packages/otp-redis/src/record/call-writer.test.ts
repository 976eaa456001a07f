import { describe, expect, it } from 'vitest';
import { createCallWriter } from './call-writer.ts';
import { unpackName } from './names.ts';

/** The one name of a call. */
function written(name: string): Buffer {
  const call = createCallWriter().begin(null).name(name, 'name').finish();
  return call.subarray(17, 17 + (call[16] ?? 0));
}

describe('createCallWriter', () => {
  it('packs names of the engine into 17 bytes and reads every name back as it was', () => {
    const engineNames = ['AAAAAAAAAAAAAAAAAAAAAA', '______________________', 'zZ-9_aBcDeFgHiJkLmNoPq'];
    const others = [
      '',
      'a',
      'x'.repeat(22),
      'ü'.repeat(22),
      'x'.repeat(16),
      'x'.repeat(17),
      'x'.repeat(254),
      '\0',
      'a\u0001',
    ];
    for (const name of [...engineNames, ...others]) expect(unpackName(written(name))).toBe(name);
    for (const name of engineNames) expect(written(name)).toHaveLength(17);
  });

  it('writes different names differently', () => {
    const names = [
      '',
      '\u0001',
      'a',
      'a\u0001',
      'A'.repeat(21),
      'A'.repeat(22),
      'A'.repeat(23),
      '\0'.repeat(17),
      '\0'.repeat(16),
    ];
    expect(new Set(names.map((name) => written(name).toString('hex'))).size).toBe(names.length);
  });

  it('names each call anew, in letters that are found nowhere else in a record', () => {
    const writer = createCallWriter();
    const names = Array.from({ length: 5000 }, () => writer.begin(0).finish().toString('latin1', 0, 10));
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[\w-]{10}$/.test(name))).toEqual([]);
    expect(createCallWriter().begin(0).finish().subarray(0, 6)).not.toEqual(writer.begin(0).finish().subarray(0, 6));
  });

  it('gives calls away: a later one does not change an earlier one', () => {
    const writer = createCallWriter();
    const first = writer.begin(1).text('first', 'text').finish();
    const copy = Buffer.from(first);
    writer.begin(2).text('second', 'text').finish();
    expect(first).toEqual(copy);
  });
});
