/** What to paste for each provider, so that an app sends here. */
import { createSnippet } from './copy.js';
import { byId, create } from './dom.js';

/**
 * @typedef {import('../page-json.ts').Provider} Provider
 * @typedef {import('../page-json.ts').Providers} Providers
 */

/** @param {Providers} settings */
export function renderConnectPanel({ providers, keys }) {
  byId('providers').replaceChildren(...providers.map(createProvider));
  const request = `curl '${location.origin}/api/v1/code?to=%2B15550100123&wait=10s'`;
  byId('code-request').replaceChildren(createSnippet(request, 'the request'));
  byId('telnyx-key').replaceChildren(createSnippet(`TELNYX_PUBLIC_KEY=${keys.telnyxPublicKey}`, 'the key of Telnyx'));
}

/** @param {Provider} settings */
function createProvider({ provider, title, address, credentials, sdk, receipts }) {
  const item = create('li', 'provider-card');
  const variables = Object.entries({ OTP_PROVIDER: provider, ...address, ...credentials });
  const environment = variables.map(([name, value]) => `${name}=${value}`).join('\n');
  item.append(
    create('h3', '', title),
    create('p', 'soft', 'Variables, with credentials made up for the inbox:'),
    createSnippet(environment, `the variables for ${title}`),
    create('p', 'soft', sdk.startsWith('new ') || sdk.startsWith('client') ? 'Its own SDK:' : 'Over HTTP:'),
    createSnippet(sdk, `the line for ${title}`),
    create('p', 'soft', `Receipts: ${receipts.charAt(0).toLowerCase()}${receipts.slice(1)}`),
  );
  return item;
}
