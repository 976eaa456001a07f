/** The headers by which a platform proves itself, made anew for every try. */
import { Webhook } from 'standardwebhooks';
import { bytesOf, importHmacKey } from '../keys/keyed-hash.ts';
import type { ProofScheme } from '../proof/proof.ts';
import { readWebhookSecret } from '../proof/standard-webhook-proof.ts';

export interface CallToSign {
  readonly scheme: ProofScheme;
  /** The newest counts for what can be sent once. */
  readonly credentials: readonly string[];
  readonly body: string;
  /** Svix repeats the id of a message with every try, Supabase makes a new one. */
  readonly messageId: string;
  readonly atMs: number;
}

export async function signCall(call: CallToSign): Promise<Readonly<Record<string, string>>> {
  const seconds = String(Math.floor(call.atMs / 1000));
  switch (call.scheme) {
    case 'standard-webhooks':
      return webhookHeaders('webhook', call, seconds);
    case 'svix':
      return webhookHeaders('svix', call, seconds);
    case 'zitadel-signature': {
      const payload = `${seconds}.${call.body}`;
      const signatures = await Promise.all(call.credentials.map((secret) => hmacHex(secret, payload)));
      return { 'ZITADEL-Signature': [`t=${seconds}`, ...signatures.map((each) => `v1=${each}`)].join(',') };
    }
    case 'authgear-signature':
      return { 'x-authgear-body-signature': await hmacHex(call.credentials[0] ?? '', call.body) };
    case 'authorization':
      return { authorization: call.credentials[0] ?? '' };
  }
}

function webhookHeaders(prefix: string, { credentials, body, messageId, atMs }: CallToSign, seconds: string) {
  const signatures = credentials.map((secret) =>
    new Webhook(readWebhookSecret(secret) ?? secret).sign(messageId, new Date(atMs), body),
  );
  return {
    [`${prefix}-id`]: messageId,
    [`${prefix}-timestamp`]: seconds,
    // As Supabase joins them; Svix uses the blank alone.
    [`${prefix}-signature`]: signatures.join(prefix === 'webhook' ? ', ' : ' '),
  };
}

async function hmacHex(secret: string, payload: string): Promise<string> {
  const key = await importHmacKey(bytesOf(secret));
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf(payload)));
  return [...signature].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
