/** What both products of Telnyx need to know of an account. */
import type { ReceiptsEntry } from './provider-entry.ts';
import { optional, required, type Setting } from './setting.ts';
import { ENDPOINT, text, whole } from './shape.ts';

export const TELNYX_ACCOUNT: readonly Setting<'apiKey' | 'publicKey' | 'baseUrl' | 'timeoutMs'>[] = [
  required('apiKey', 'TELNYX_API_KEY', text(/^KEY[A-Za-z0-9_-]{8,256}$/, 'an API v2 key, which starts with KEY'), {
    about: 'an API v2 key',
    source: 'Telnyx portal, API Keys',
    otherNames: ['TELNYX_KEY', 'TELNYX_TOKEN', 'TELNYX_API_TOKEN', 'TELNYX_AUTH_TOKEN', 'TELNYX_MESSAGING_KEY'],
    disclosure: 'secret',
  }),
  optional('publicKey', 'TELNYX_PUBLIC_KEY', text(/^[A-Za-z0-9+/]{43}=$/, 'the public key as it is shown, in Base64'), {
    about: 'what receipts are checked with; not secret',
    source: 'Telnyx portal, Keys & Credentials',
    otherNames: ['TELNYX_WEBHOOK_PUBLIC_KEY', 'TELNYX_PUBLIC_SIGNING_KEY', 'TELNYX_WEBHOOK_KEY'],
  }),
  optional('baseUrl', 'TELNYX_BASE_URL', ENDPOINT, {
    about: "another address than Telnyx's, its version included",
    example: 'http://127.0.0.1:4025/v2',
    address: 'base',
    inboxPath: '/v2',
    otherNames: ['TELNYX_URL', 'TELNYX_API_BASE', 'TELNYX_API_URL'],
  }),
  optional('timeoutMs', 'TELNYX_TIMEOUT_MS', whole(1, 60_000), {
    about: 'milliseconds for a whole call',
    example: '10000',
  }),
];

/** Of either product; the account has one key. Each listens at an address of its own. */
export const TELNYX_RECEIPTS: Omit<ReceiptsEntry, 'addressOption'> = {
  // The profile may have one.
  address: 'optional',
  needs: ['publicKey'],
  ownOptions: ['publicKey'],
};
