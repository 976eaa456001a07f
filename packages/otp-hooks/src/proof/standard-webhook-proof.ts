import { Webhook } from 'standardwebhooks';
import type { HeaderReader, Proof } from './proof.ts';

/** Standard Webhooks by its own library, which also serves Svix: the scheme is the same, the headers are called otherwise. */
export function createStandardWebhookProof(secrets: readonly string[], prefix: 'webhook' | 'svix'): Proof {
  const verifiers = secrets.map((secret) => new Webhook(secret));
  return {
    async isGenuine(headers, bytes) {
      const text = decodeUtf8(bytes);
      if (text === null) return false;
      const named = {
        'webhook-id': headers.get(`${prefix}-id`) ?? '',
        'webhook-timestamp': headers.get(`${prefix}-timestamp`) ?? '',
        'webhook-signature': signaturesOf(headers, prefix),
      };
      return verifiers.some((verifier) => isVerified(verifier, text, named));
    },
  };
}

/** Supabase joins several by comma and blank; the library wants the blank alone. */
function signaturesOf(headers: HeaderReader, prefix: string): string {
  return (headers.get(`${prefix}-signature`) ?? '').replaceAll(', ', ' ');
}

function isVerified(verifier: Webhook, text: string, headers: Record<string, string>): boolean {
  try {
    verifier.verify(text, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

/** The library signs texts: bytes that are none would be replaced, and others signed than came. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** As dashboards show them: `whsec_…` or, in Supabase, `v1,whsec_…`. `null`: no such secret. */
export function readWebhookSecret(secret: string): string | null {
  const bare = secret.replace(/^v1,/, '');
  if (!/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(bare)) return null;
  try {
    return new Webhook(bare) === undefined ? null : bare;
  } catch {
    return null;
  }
}
