/** Names and comparisons that tell nothing of what they are made from. Web Crypto alone, so that every runtime has it. */

export interface KeyedHash {
  /** A name of 43 characters for some parts, different for every purpose and every list of parts. */
  name(purpose: string, parts: readonly string[]): Promise<string>;
  /** Whether two texts are the same, in a time that does not tell where they differ. */
  isSame(expected: string, actual: string): Promise<boolean>;
}

const HMAC_SHA_256 = { name: 'HMAC', hash: 'SHA-256' } as const;

const encoder = new TextEncoder();

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

export function importHmacKey(secret: Uint8Array<ArrayBuffer>): Promise<HmacKey> {
  return crypto.subtle.importKey('raw', secret, HMAC_SHA_256, false, ['sign', 'verify']);
}

export type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

export function createKeyedHash(secret: string): KeyedHash {
  // With the first use: some runtimes do no cryptography before there is a request.
  let imported: Promise<HmacKey> | undefined;
  const key = () => {
    imported ??= importHmacKey(bytesOf(secret));
    return imported;
  };
  return {
    async name(purpose, parts) {
      // As JSON no two lists of parts are written alike.
      const signature = await crypto.subtle.sign('HMAC', await key(), bytesOf(JSON.stringify([purpose, ...parts])));
      return toBase64Url(new Uint8Array(signature));
    },
    async isSame(expected, actual) {
      const signature = await crypto.subtle.sign('HMAC', await key(), bytesOf(JSON.stringify(['same', expected])));
      return crypto.subtle.verify('HMAC', await key(), signature, bytesOf(JSON.stringify(['same', actual])));
    },
  };
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
