import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createHookPlayer } from '../hooks/hook-player.ts';
import { createMailbox } from '../messages/mailbox.ts';
import { PROVIDER_NAMES } from '../messages/provider-name.ts';
import { createWaitingRoom } from '../messages/waiting-room.ts';
import { createSigningKeys } from '../receipts/signing-keys.ts';
import { createRuleBook } from '../rules/rule-book.ts';
import { sendRaw, sendText, startTestInbox } from '../test-support/test-inbox.ts';
import { createApiRoutes } from './api-routes.ts';
import { createEventStreams } from './event-streams.ts';
import { createHookRoutes } from './hook-routes.ts';
import { OPENAPI_DOCUMENT } from './openapi-document.ts';
import { createProviderRoutes } from './provider-routes.ts';
import { createRuleRoutes } from './rule-routes.ts';

const mailbox = createMailbox(10);
const rules = createRuleBook([]);
const eventStreams = createEventStreams(mailbox, rules);
const ROUTES = [
  ...createApiRoutes({ mailbox, waitingRoom: createWaitingRoom(mailbox), eventStreams }),
  ...createRuleRoutes(rules),
  ...createHookRoutes(createHookPlayer(mailbox), { loopback: 'allowed', hosts: [] }),
  ...createProviderRoutes(() => '', createSigningKeys(null), null),
].map(({ method, path }) => `${method} ${path}`);

describe('the OpenAPI document', () => {
  it('describes every route and nothing else', () => {
    const described = Object.entries(OPENAPI_DOCUMENT.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual([...ROUTES].sort());
  });

  it('refers to what it holds', () => {
    const referred = [...JSON.stringify(OPENAPI_DOCUMENT).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name,
    );
    expect(Object.keys(OPENAPI_DOCUMENT.components.schemas)).toEqual(expect.arrayContaining(referred));
  });

  it('knows every provider, and every field of a message', async () => {
    const inbox = await startTestInbox();
    await sendText(inbox, '+15550100123', 'a');
    const served = JSON.parse((await sendRaw(inbox, { path: '/api/v1/openapi.json' })).text) as typeof OPENAPI_DOCUMENT;
    const { properties } = served.components.schemas.Message as unknown as {
      properties: Record<string, { enum?: readonly string[] }>;
    };
    expect(Object.keys(properties)).toEqual(Object.keys(inbox.messages()[0] ?? {}));
    expect(properties.provider?.enum).toEqual(PROVIDER_NAMES);
  });
});

describe('the page about the API', () => {
  it('tells every route', () => {
    const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
    const missing = ROUTES.filter((route) => !page.includes(route) && !route.endsWith('/healthz'));
    expect(missing).toEqual([]);
  });
});
