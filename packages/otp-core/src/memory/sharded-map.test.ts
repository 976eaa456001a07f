import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShardedMap } from './sharded-map.ts';

describe('createShardedMap', () => {
  it('is a map, whatever its keys are made of', () => {
    const key = fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('', 'a', '__proto__'));
    const command = fc.record({ verb: fc.constantFrom('get', 'set', 'delete'), key, value: fc.nat() });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const map = new Map<string, number>();
        const sharded = createShardedMap<number>();
        for (const { verb, key: name, value } of commands) {
          if (verb === 'set') {
            map.set(name, value);
            sharded.set(name, value);
          } else if (verb === 'delete') {
            map.delete(name);
            sharded.delete(name);
          }
          expect(sharded.get(name)).toBe(map.get(name));
          expect(sharded.size).toBe(map.size);
        }
      }),
    );
  });
});
