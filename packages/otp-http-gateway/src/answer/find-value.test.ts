import { describe, expect, it } from 'vitest';
import { parseJsonPath, readJsonPath } from './find-value.ts';

function read(json: unknown, written: string): readonly unknown[] | null {
  const path = parseJsonPath(written);
  return path === null ? null : readJsonPath(json, path);
}

describe('readJsonPath', () => {
  const json = {
    list: [{ id: 'a', 'message-id': 'b' }, { id: 'c' }],
    ok: true,
    none: null,
    nested: { list: [[1, 2], [3]] },
  };

  it.each([
    ['ok', [true]],
    ['$.ok', [true]],
    ['none', [null]],
    ['list[0].id', ['a']],
    ['list[0].message-id', ['b']],
    ['list[*].id', ['a', 'c']],
    ['list[*].message-id', ['b']],
    ['nested.list[0][1]', [2]],
    ['nested.list[*][*]', [1, 2, 3]],
    ['list[2].id', []],
    ['list.id', []],
    ['list.length', []],
    ['ok.length', []],
    ['none.x', []],
    ['missing[*]', []],
    ['toString', []],
    ['constructor.name', []],
    ['__proto__', []],
  ])('finds %s', (path, values) => {
    expect(read(json, path)).toEqual(values);
  });

  it('finds entries of a list at the top', () => {
    expect(read([{ id: 1 }], '[0].id')).toEqual([1]);
    expect(read([{ id: 1 }], '$[0].id')).toEqual([1]);
  });

  it('finds what only looks inherited', () => {
    expect(read(JSON.parse('{"__proto__":{"id":1}}'), '__proto__.id')).toEqual([1]);
  });

  it.each(['', '$', '.', 'a.', 'a..b', 'a[', 'a[-1]', 'a[1', 'a[x]', 'a b', '$$', 'a[?(@.b)]', 'x'.repeat(300)])(
    'refuses %j',
    (path) => {
      expect(parseJsonPath(path)).toBeNull();
    },
  );

  it.each([undefined, null, 7, ['a'], {}])('refuses %j in place of a path', (path) => {
    expect(parseJsonPath(path)).toBeNull();
  });
});
