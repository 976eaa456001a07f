/** The oracle is `ipaddr.js`: another reading of the same RFCs, by others. */
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { readClientAddress } from './client-address.ts';

const byte = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(byte, byte, byte, byte).map((parts) => parts.join('.'));
const group = fc.oneof(fc.constant(0), fc.constant(0xffff), fc.integer({ min: 0, max: 0xffff }));
const groups = fc.array(group, { minLength: 8, maxLength: 8 });
const port = fc.integer({ min: 1, max: 65_535 });

/** Eight groups in any of their spellings: leading zeros, capitals, zeros left out anywhere, the end as IPv4. */
const ipv6 = fc
  .tuple(groups, fc.nat(7), fc.nat(7), fc.boolean(), fc.boolean(), fc.boolean())
  .map(([values, from, length, isPadded, isUpper, endsAsIpv4]) => {
    const written = values.map((value) => value.toString(16).padStart(isPadded ? 4 : 1, '0'));
    const [high = 0, low = 0] = values.slice(6);
    const dotted = [high >> 8, high & 255, low >> 8, low & 255].join('.');
    const parts = endsAsIpv4 ? [...written.slice(0, 6), dotted] : written;
    const until = from + length + 1;
    const isShortened = until <= (endsAsIpv4 ? 6 : 8) && values.slice(from, until).every((value) => value === 0);
    const text = isShortened ? `${parts.slice(0, from).join(':')}::${parts.slice(until).join(':')}` : parts.join(':');
    return isUpper ? text.toUpperCase() : text;
  });

const carried = fc
  .tuple(ipv4, fc.constantFrom('::ffff:', '0:0:0:0:0:FFFF:', '64:ff9b::', '64:FF9B:0:0:0:0:'), fc.boolean())
  .map(([address, prefix, isDotted]) => {
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
    const hexadecimal = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
    return { address, spelling: `${prefix}${isDotted ? address : hexadecimal}` };
  });

const blanks = fc.string({ unit: fc.constantFrom(' ', '\t'), maxLength: 5 });
const zone = fc.constantFrom('', '%eth0', '%25en1', '%7');

/** What proxies and sockets put around an address. */
function decorated(address: fc.Arbitrary<string>) {
  return fc
    .tuple(address, blanks, blanks, zone, port, fc.constantFrom('bare' as const, 'brackets' as const, 'port' as const))
    .map(([text, before, after, zoneText, portNumber, form]) => {
      const inner = text.includes(':') ? `${text}${zoneText}` : text;
      const spelling = { bare: inner, brackets: `[${inner}]`, port: portOf(inner, portNumber) }[form];
      return { text, spelling: `${before}${spelling}${after}` };
    });
}

function portOf(address: string, portNumber: number): string {
  return address.includes(':') ? `[${address}]:${portNumber}` : `${address}:${portNumber}`;
}

function blocksByOracle(text: string): { block: string; network: string } {
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv4 || address.range() === 'rfc6052') {
    const bytes = address.toByteArray().slice(-4);
    return { block: bytes.join('.'), network: bytes.slice(0, 3).join('.') };
  }
  const all = address.parts.map((part) => part.toString(16));
  return { block: all.slice(0, 4).join(':'), network: all.slice(0, 3).join(':') };
}

describe('readClientAddress beside ipaddr.js', () => {
  it('puts every spelling of an address into the block that the oracle finds', () => {
    fc.assert(
      fc.property(decorated(fc.oneof(ipv4, ipv6)), ({ text, spelling }) => {
        const read = readClientAddress(spelling);
        expect(read).toMatchObject(blocksByOracle(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps the address itself, in one spelling', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), port, (text, portNumber) => {
        const read = readClientAddress(text);
        expect(ipaddr.parse(read?.ip ?? '').toNormalizedString()).toBe(
          ipaddr
            .parse(blocksByOracle(text).block.includes('.') ? blocksByOracle(text).block : text)
            .toNormalizedString(),
        );
        expect(readClientAddress(portOf(text, portNumber))).toEqual(read);
        expect(readClientAddress(read?.ip ?? '')).toEqual(read);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes IPv4 inside IPv6, mapped or behind a NAT64, for the IPv4 client', () => {
    fc.assert(
      fc.property(carried, ({ address, spelling }) => {
        expect(readClientAddress(spelling)?.ip).toBe(address);
      }),
    );
  });

  it('reads nothing as an address that the oracle, without what may stand around it, does not read', () => {
    const pieces = fc.array(
      fc.constantFrom('0', '1', '255', '256', '01', 'ffff', '10000', 'g', '.', ':', '::', '[', ']', '%', ' ', 'x', '-'),
      { maxLength: 16 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((each) => each.join('')),
          fc.string(),
        ),
        (text) => {
          const alone = (each: string) => (/^\[(.*)\]$/.exec(each)?.[1] ?? each).replace(/%.*$/, '');
          const inner = [alone(text.trim()), alone(text.trim().replace(/:\d{1,5}$/, ''))];
          const isAddress = inner.some((each) => ipaddr.IPv4.isValidFourPartDecimal(each) || ipaddr.IPv6.isValid(each));
          if (readClientAddress(text) !== null) expect(isAddress).toBe(true);
          else if (ipaddr.IPv4.isValidFourPartDecimal(text.trim())) expect.unreachable();
        },
      ),
      { numRuns: 5000 },
    );
  });
});
