import { describe, expect, it } from 'vitest';
import { addressBlock, networkBlock } from './client-address.ts';

describe('addressBlock', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['::3:4:5:6:7:8', '0:0:3:4'],
    ['1::4:5:6:7:8', '1:0:0:4'],
    ['::ffff:198.51.100.10', '198.51.100.10'],
    ['2001:db8::ffff:192.0.2.1', '2001:db8:0:0'],
    ['::ffff:192.0.2.1.example', '::ffff:192.0.2.1.example'],
    ['', ''],
    ['not an address', 'not an address'],
    ['2001:db8:::1', '2001:db8:::1'],
    ['1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8:9'],
    ['g::1', 'g::1'],
  ])('of %s is %s', (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });
});

describe('networkBlock', () => {
  it.each([
    ['192.0.2.1', '192.0.2'],
    ['::ffff:192.0.2.1', '192.0.2'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1'],
    ['198.51.100.10', '198.51.100'],
    ['not.an.address', 'not.an.address'],
    ['host-192.0.2.1', 'host-192.0.2.1'],
    ['192.0.2.1.example', '192.0.2.1.example'],
  ])('of %s is %s', (address, block) => {
    expect(networkBlock(address)).toBe(block);
  });
});
