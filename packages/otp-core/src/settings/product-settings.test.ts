/** What the compiler says of rows; `tsc` reads the expectations, and the test runs what it lets through. */
import { describe, expect, it } from 'vitest';
import { optional, type ProductSettings, required, type Setting, TOKEN, text } from './index.ts';

interface AcmeOptions {
  readonly apiKey: string;
  readonly region?: { readonly name: string };
}

interface AcmeReceiptOptions {
  readonly webhookSecret: string;
}

const ACME: ProductSettings<AcmeOptions | AcmeReceiptOptions> = {
  name: 'acme',
  title: 'Acme Messages',
  kind: 'sms-sender',
  packageName: '@acme/otp',
  sdk: null,
  settings: [
    required('apiKey', 'ACME_API_KEY', TOKEN, { about: 'the API key', disclosure: 'secret' }),
    optional('region.name', 'ACME_REGION', text(/^\w+$/, 'a word'), { about: 'the region' }),
    optional('webhookSecret', 'ACME_WEBHOOK_SECRET', TOKEN, { about: 'what receipts are signed with' }),
  ],
  alternatives: [[['apiKey']]],
};

describe('ProductSettings', () => {
  it('takes rows about options that the factories have, and parts of them', () => {
    expect(ACME.settings.map(({ option }) => option)).toEqual(['apiKey', 'region.name', 'webhookSecret']);
  });

  it('compiles no row about an option that was renamed', () => {
    const renamed = optional('apiToken', 'ACME_API_KEY', TOKEN, { about: 'the API key' });
    // @ts-expect-error: there is no option `apiToken`.
    const rows: ProductSettings<AcmeOptions>['settings'] = [renamed];
    // @ts-expect-error: nor can a group of options name it.
    const groups: ProductSettings<AcmeOptions>['alternatives'] = [[['apiToken']]];
    expect([rows, groups]).toHaveLength(2);
  });

  it('gives a row its usual members', () => {
    const row: Setting = optional('apiKey', 'ACME_API_KEY', TOKEN, { about: 'the API key' });
    expect(row).toMatchObject({ need: 'optional', disclosure: 'public', inboxPath: null, refusedInProduction: null });
  });
});
