/** Plain HTTP shows number, code and credentials to everybody on the way: it goes to this machine and nowhere else. */
import { strict as assert } from 'node:assert';
import { OtpConfigurationError } from '@countersign/otp-core/adapter';

/** RFC 6761, 6.3, and the loopback addresses of RFC 1122 and RFC 4291. A dot at the end changes nothing. */
const THIS_MACHINE = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'vendor.localhost',
  'a.b.localhost',
  'vendor.localhost.',
  '127.0.0.1',
  '127.9.8.7',
  '127.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
];

const ELSEWHERE = [
  'vendor.example',
  'localhost.example',
  'localhost.example.',
  'notlocalhost',
  'localhost@vendor.example',
  '127.0.0.1@vendor.example',
  '127.0.0.1.example',
  '1270.0.0.1.example',
  '128.0.0.1',
  '10.0.0.1',
  '192.168.0.1',
  '0.0.0.0',
  '[::2]',
  '[::ffff:10.0.0.1]',
];

/** @param createAt makes an adapter for a vendor at a base URL, or refuses to */
export function assertPlainHttpStaysHere(createAt: (baseUrl: string) => unknown): void {
  for (const host of [...THIS_MACHINE, 'vendor.example']) createAt(`https://${host}`);
  for (const host of THIS_MACHINE) createAt(`http://${host}:4025`);
  for (const host of ELSEWHERE) {
    const isRefusal = (error: unknown) => OtpConfigurationError.isInstance(error);
    assert.throws(() => createAt(`http://${host}`), isRefusal, `speaks plain HTTP to ${host}`);
  }
}
