/** What to paste for each provider, so that an app sends here. */
import { createSnippet } from './copy.js';
import { byId, create, createButton } from './dom.js';

/**
 * @typedef {import('../page-json.ts').Provider} Provider
 * @typedef {import('../page-json.ts').Providers} Providers
 */

/** @param {Providers} settings */
export function renderConnectPanel({ providers, keys }) {
  byId('provider-links').replaceChildren(...providers.map(createLink));
  byId('providers').replaceChildren(...providers.map(createProvider));
  const request = `curl '${location.origin}/api/v1/code?to=%2B15550100123&wait=10s'`;
  byId('code-request').replaceChildren(createSnippet(request, 'the request'));
  byId('telnyx-key').replaceChildren(createSnippet(`TELNYX_PUBLIC_KEY=${keys.telnyxPublicKey}`, 'the key of Telnyx'));
}

/** @param {Provider} settings */
function createProvider({ provider, title, address, credentials, sdk, receipts }) {
  const item = create('li', 'provider-card');
  item.id = `settings-${provider}`;
  const heading = create('h3', '', title);
  heading.tabIndex = -1;
  const variables = Object.entries({ OTP_PROVIDER: provider, ...address, ...credentials });
  const environment = variables.map(([name, value]) => `${name}=${value}`).join('\n');
  const list = create('dl');
  list.append(
    createRow('Variables', createSnippet(environment, `the variables for ${title}`)),
    createRow(/^(?:GET|POST) /.test(sdk) ? 'HTTP' : 'SDK', createSnippet(sdk, `the line for ${title}`)),
    createRow('Receipts', create('p', 'soft', receipts)),
  );
  item.append(heading, list);
  return item;
}

/**
 * @param {string} name
 * @param {HTMLElement} content
 */
function createRow(name, content) {
  const row = create('div');
  const value = create('dd');
  value.append(content);
  row.append(create('dt', 'soft', name), value);
  return row;
}

/** Leads to the lines of a provider. @param {Provider} settings */
function createLink({ provider, title }) {
  const item = create('li');
  const button = createButton('quiet', title, () => {
    const card = byId(`settings-${provider}`);
    card.scrollIntoView({ block: 'start' });
    card.querySelector('h3')?.focus({ preventScroll: true });
  });
  item.append(button);
  return item;
}
