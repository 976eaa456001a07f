import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { type LibraryLoaders, nullIfMissing, preparePort, type RedisLibrary } from './make-client.ts';

const ADDRESS = {
  kind: 'single',
  hosts: [{ host: '127.0.0.1', port: 1 }],
  isTls: false,
  username: undefined,
  password: undefined,
  database: 0,
  masterName: '',
} as const;

const notInstalled = async () => null;
const NONE: LibraryLoaders = { ioredis: notInstalled, redis: notInstalled };

const make = (library: RedisLibrary | null, loaders: LibraryLoaders) =>
  preparePort({ address: ADDRESS, library, timeoutMs: 100, loaders }).then((makePort) => makePort());

describe('preparePort', () => {
  it.each([
    [null, 'npm install ioredis'],
    ['ioredis', 'npm install ioredis'],
    ['redis', 'npm install redis'],
  ] as const)('says what to install where %s is missing', async (library, line) => {
    const error: unknown = await make(library, NONE).catch((each: unknown) => each);
    expect(OtpConfigurationError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(line);
  });

  it('takes redis where ioredis is not installed', async () => {
    const port = await make(null, { ...NONE, redis: () => import('redis') });
    expect(port.isReady()).toBe(false);
    port.disconnect();
  });

  it.each([
    ['ioredis', 'needs ioredis 5.4 or newer'],
    ['redis', 'needs redis 5 or newer'],
  ] as const)('says that an installed %s is too old, and what to install', async (library, words) => {
    const older = { [library]: async () => ({ default: {}, createClient() {} }) } as never;
    const error: unknown = await make(null, Object.assign({}, NONE, older)).catch((each: unknown) => each);
    expect(String(error)).toContain(words);
    expect(String(error)).toContain(`npm install ${library}@latest`);
  });

  it('takes redis where an ioredis is installed that is too old', async () => {
    const older = { ioredis: async () => ({ default: {} }) } as never;
    const port = await make(null, Object.assign({}, NONE, older, { redis: () => import('redis') }));
    port.disconnect();
  });

  it('does not take a library that fails for one that is missing', async () => {
    const failing = () => Promise.reject(new Error('does not parse'));
    await expect(make(null, { ...NONE, ioredis: failing })).rejects.toThrow('does not parse');
  });
});

describe('nullIfMissing', () => {
  /** As Node tells it. */
  const missing = (name: string) =>
    Object.assign(new Error(`Cannot find package '${name}' imported from /srv/app.js`), {
      code: 'ERR_MODULE_NOT_FOUND',
    });

  it('is null for that very package', () => {
    expect(nullIfMissing('ioredis', missing('ioredis'))).toBe(null);
  });

  it('has the loader’s words where the package is there, and something of its own is not', () => {
    expect(() => nullIfMissing('ioredis', missing('denque'))).toThrow(
      "The package ioredis could not be loaded: Cannot find package 'denque'",
    );
  });
});
