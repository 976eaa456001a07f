/** Fixtures for vitest and Playwright, whose `extend` takes them in the same form: an inbox for each worker, a number for each test. */
import { createInbox } from '../create-inbox.ts';
import type { Inbox } from '../inbox.ts';
import type { InboxOptions } from '../inbox-options.ts';
import { randomTestPhone } from './random-test-phone.ts';

/** What `test.extend` of vitest and of Playwright takes. */
export interface InboxFixtures {
  /** One that listens, for all tests of a worker. */
  readonly inbox: [
    (context: object, use: (inbox: Inbox) => Promise<void>) => Promise<void>,
    { readonly scope: 'worker' },
  ];
  /** A number that no other test of the run uses. */
  readonly phone: (context: object, use: (phone: string) => Promise<void>) => Promise<void>;
}

/**
 * Fixtures for `test.extend`: `inbox` and `phone`.
 *
 * @param options of the inbox; it takes any free port unless one is given
 * @example
 * ```ts
 * import { test as base, expect } from 'vitest';
 *
 * const test = base.extend<{ inbox: Inbox; phone: string }>(inboxFixtures());
 * test('signs in', async ({ inbox, phone }) => {
 *   await signIn({ phone, smsGateway: inbox.gatewayEndpoint });
 *   expect(await inbox.waitForCode({ to: phone })).toMatch(/^\d{6}$/);
 * });
 * ```
 */
export function inboxFixtures(options: InboxOptions = {}): InboxFixtures {
  return {
    inbox: [
      // Both runners read from the braces which other fixtures this one needs: none.
      // biome-ignore lint/correctness/noEmptyPattern: see above
      async ({}, use) => {
        const inbox = createInbox({ port: 0, ...options });
        await inbox.listen();
        await use(inbox);
        await inbox.close();
      },
      { scope: 'worker' },
    ],
    // biome-ignore lint/correctness/noEmptyPattern: see above
    phone: async ({}, use) => use(randomTestPhone()),
  };
}
