import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExpiringMap, type ExpiringEntry } from './expiring-map.ts';

function entryOf(key: string): ExpiringEntry {
  return { key, wheelPrevious: null, wheelNext: null, wheelTick: 0 };
}

const SECOND = 1_000;

describe('createExpiringMap', () => {
  it('is a map, whatever its keys are made of', () => {
    const key = fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('', 'a', '__proto__'));
    const command = fc.record({ verb: fc.constantFrom('get', 'keep', 'delete'), key });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const map = new Map<string, ExpiringEntry>();
        const expiring = createExpiringMap();
        for (const { verb, key: name } of commands) {
          const former = map.get(name);
          if (verb === 'keep') {
            const entry = entryOf(name);
            map.set(name, entry);
            expiring.keep(entry, SECOND);
          } else if (verb === 'delete' && former !== undefined) {
            map.delete(name);
            expiring.delete(former);
          }
          if (expiring.get(name) !== map.get(name) || expiring.size !== map.size) return false;
        }
        return true;
      }),
    );
  });

  it('lets go of what is over, and of no more than it was told to look at', () => {
    const map = createExpiringMap();
    for (const key of ['a', 'b', 'c', 'd']) map.keep(entryOf(key), SECOND);
    map.keep(entryOf('later'), 9 * SECOND);
    map.sweep(SECOND, 3);
    expect(map.size).toBe(2);
    map.sweep(SECOND, 100);
    expect(map.size).toBe(1);
    expect(map.get('later')).toBeDefined();
  });

  it('keeps an entry until the time it was given last', () => {
    const map = createExpiringMap();
    const entry = entryOf('a');
    map.keep(entry, SECOND);
    map.keep(entry, 5 * SECOND);
    map.sweep(4 * SECOND, 100);
    expect(map.get('a')).toBe(entry);
    map.sweep(5 * SECOND, 100);
    expect(map.get('a')).toBeUndefined();
  });

  it('does not let the end of an entry take its successor along', () => {
    const map = createExpiringMap();
    map.keep(entryOf('a'), SECOND);
    const successor = entryOf('a');
    map.keep(successor, 9 * SECOND);
    map.sweep(2 * SECOND, 100);
    expect(map.get('a')).toBe(successor);
  });
});
