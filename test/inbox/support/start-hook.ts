/** A hook on this machine whose messages go to an inbox, as an app under development has it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import { createSendHook, type PlatformOptions } from '@countersign/otp-hooks';
import { serveSendHook } from '@countersign/otp-hooks/node';
import type { Inbox } from '@countersign/otp-inbox';
import { onTestFinished } from 'vitest';
import { KEY_SECRET } from '../../../packages/otp-hooks/src/test-support/platform-options.ts';

/** How the provider fares with one message. */
export type Behaviour = 'refuse' | 'send';

/** @returns the address of a hook on it */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/send-sms`;
}

/** A hook whose provider is the inbox. */
export function startHook(inbox: Inbox, platform: PlatformOptions, ...behaviours: Behaviour[]): Promise<string> {
  const hook = createSendHook({
    ...platform,
    once: createMemoryOnceStore(),
    keySecret: KEY_SECRET,
    message: { appName: 'Acme' },
    sender: {
      specificationVersion: 'v1',
      kind: 'sms-sender',
      providerId: 'inbox',
      async send({ to, text }) {
        if (behaviours.shift() === 'refuse') {
          const failure = {
            category: 'unavailable',
            retryable: true,
            providerId: 'inbox',
            message: 'Not now.',
          } as const;
          return { status: 'refused', failure };
        }
        const body = new URLSearchParams({ phone: to, message: text });
        const response = await fetch(inbox.gatewayEndpoint, { method: 'POST', body });
        await response.body?.cancel();
        return { status: 'accepted', messageId: null };
      },
    },
  });
  return listen(createServer(serveSendHook(hook)));
}
