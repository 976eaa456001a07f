import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVendorReference, writeVendorReference } from './vendor-reference.ts';

const vendors = [{ providerId: 'twilio-verify' }, { providerId: 'telnyx-verify' }, { providerId: 'v'.repeat(64) }];

describe('writeVendorReference', () => {
  it('names the vendor before the vendor’s own reference', () => {
    expect(writeVendorReference('twilio-verify', 'VE0123')).toBe('twilio-verify:VE0123');
  });

  it('shortens the name of the vendor where a handle has no room for both', () => {
    const written = writeVendorReference('v'.repeat(64), 'r'.repeat(100));
    expect(written).toMatch(/^~[\w-]{8}:r{100}$/);
    expect(readVendorReference(written, vendors)).toEqual({ vendor: vendors[2], reference: 'r'.repeat(100) });
  });

  it.each(['', 'r'.repeat(119), 'a"b', 'a\\b', 'a b', 'a\nb', 'é'])('has no name for %j', (reference) => {
    expect(writeVendorReference('twilio-verify', reference)).toBeNull();
  });
});

describe('readVendorReference', () => {
  it('gives back what was written, colons and all', () => {
    const reference = fc.stringMatching(/^[!#-[\]-~]{1,118}$/);
    fc.assert(
      fc.property(fc.constantFrom(...vendors), reference, (vendor, own) => {
        const written = writeVendorReference(vendor.providerId, own);
        expect(written?.length).toBeLessThanOrEqual(128);
        expect(readVendorReference(written, vendors)).toEqual({ vendor, reference: own });
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    'VE0123',
    'sinch:1',
    ':1',
    '',
    'twilio-verify',
    'twilio-verify:',
    'twilio-verify:a b',
    `twilio-verify:${'r'.repeat(5_000_000)}`,
    null,
    7,
    {},
  ])('finds nobody behind %j', (value) => {
    expect(readVendorReference(value, vendors)).toBeNull();
  });
});
