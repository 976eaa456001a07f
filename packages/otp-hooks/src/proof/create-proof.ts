/** The proof of a hook, by its scheme. */
import type { KeyedHash } from '../keys/keyed-hash.ts';
import { createAuthgearProof } from './authgear-proof.ts';
import { createAuthorizationProof } from './authorization-proof.ts';
import type { Proof, ProofScheme } from './proof.ts';
import { createStandardWebhookProof, readWebhookSecret } from './standard-webhook-proof.ts';
import { createZitadelProof } from './zitadel-proof.ts';

export interface ProofOptions {
  readonly scheme: ProofScheme;
  /** Secrets, or accepted headers; checked before. */
  readonly credentials: readonly string[];
  readonly keys: KeyedHash;
}

export function createProof({ scheme, credentials, keys }: ProofOptions): Proof {
  switch (scheme) {
    case 'standard-webhooks':
      return createStandardWebhookProof(
        credentials.flatMap((secret) => readWebhookSecret(secret) ?? []),
        'webhook',
      );
    case 'svix':
      return createStandardWebhookProof(
        credentials.flatMap((secret) => readWebhookSecret(secret) ?? []),
        'svix',
      );
    case 'zitadel-signature':
      return createZitadelProof(credentials);
    case 'authgear-signature':
      return createAuthgearProof(credentials);
    case 'authorization':
      return createAuthorizationProof(credentials, keys);
  }
}
