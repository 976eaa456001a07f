/**
 * Twilio's signature: HMAC-SHA1 under the auth token over the address, followed by each form field's name and value in
 * order of their names, in base64. A body that is no form is covered by its SHA-256, which stands in the address as
 * `bodySHA256`. https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Name -> values, as they arrived. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

interface SignedRequest {
  readonly signature: string;
  /** The addresses that Twilio may have signed. */
  readonly urls: readonly string[];
  readonly fields: FormFields;
}

/** Constant-time for each pair of a key and an address; all pairs are tried, whichever fits. */
export function isSigned({ signature, urls, fields }: SignedRequest, authTokens: readonly string[]): boolean {
  const given = Buffer.from(signature, 'latin1');
  const joined = joinFields(fields);
  let fits = false;
  for (const authToken of authTokens) {
    for (const url of urls) {
      const expected = Buffer.from(
        createHmac('sha1', authToken)
          .update(url + joined, 'utf8')
          .digest('base64'),
        'latin1',
      );
      if (expected.length === given.length && timingSafeEqual(expected, given)) fits = true;
    }
  }
  return fits;
}

/** True where the address tells the hash of exactly this body. */
export function isBodyHash(hash: string, body: Uint8Array): boolean {
  const expected = Buffer.from(createHash('sha256').update(body).digest('hex'), 'latin1');
  const given = Buffer.from(hash, 'latin1');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Repeated values count once. Sorted by UTF-16 code units, as Twilio's own libraries sort. */
function joinFields(fields: FormFields): string {
  return [...fields.keys()]
    .sort()
    .flatMap((name) => [...new Set(fields.get(name))].sort().map((value) => name + value))
    .join('');
}
