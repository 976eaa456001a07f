import { describe, expect, it } from 'vitest';
import { describeCores, onServerCore, parseCoreList } from './cores.ts';

describe('parseCoreList', () => {
  it('reads what taskset and the kernel write', () => {
    expect(parseCoreList('0')).toEqual([0]);
    expect(parseCoreList('0,1')).toEqual([0, 1]);
    expect(parseCoreList('0,2-4,7')).toEqual([0, 2, 3, 4, 7]);
  });
});

describe('onServerCore', () => {
  it('leaves the command as it is, and says so, where nothing can be pinned', () => {
    const cores = { kind: 'not-pinned', reason: 'there is no taskset' } as const;
    expect(onServerCore(cores, ['redis-server', '--port', '1'])).toEqual(['redis-server', '--port', '1']);
    expect(describeCores(cores)).toContain('NOT PINNED, as there is no taskset');
  });

  it('puts the server on its own core', () => {
    const cores = { kind: 'pinned', client: 0, server: 1, spare: 0 } as const;
    expect(onServerCore(cores, ['redis-server'])).toEqual(['taskset', '-c', '1', 'redis-server']);
  });
});
