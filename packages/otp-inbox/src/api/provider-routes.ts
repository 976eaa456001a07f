/** The JSON API of providers: what to set so that an app talks to this inbox. */
import { createJsonReply, createReply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { SigningKeys } from '../receipts/signing-keys.ts';
import { inboxSettings } from '../settings/inbox-settings.ts';

/** @param token that of the inbox; whoever asks has shown it */
export function createProviderRoutes(readUrl: () => string, keys: SigningKeys, token: string | null): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/providers',
      handle: () =>
        createJsonReply(200, {
          providers: inboxSettings(readUrl(), token === null ? {} : { token }),
          keys: { telnyxPublicKey: keys.telnyxPublicKey, snsCertificate: keys.snsCertificate },
        }),
    },
    {
      method: 'GET',
      path: '/api/v1/sns-certificate.pem',
      handle: () => createReply(200, 'application/x-pem-file', keys.snsCertificate),
    },
  ];
}
