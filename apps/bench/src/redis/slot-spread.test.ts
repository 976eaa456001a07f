import { describe, expect, it } from 'vitest';
import { slotOf } from './slot-spread.ts';

describe('slotOf', () => {
  it('gives the slots that the Cluster specification gives', () => {
    // CRC16 of this is 0x31c3 there.
    expect(slotOf('123456789')).toBe(0x31c3);
    expect(slotOf('foo')).toBe(12_182);
    expect(slotOf('{user1000}.following')).toBe(slotOf('user1000'));
  });
});
