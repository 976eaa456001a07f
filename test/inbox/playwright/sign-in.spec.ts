/** What a user of Playwright writes. */
import { type Inbox, inboxFixtures } from '@countersign/otp-inbox';
import { test as base, expect } from '@playwright/test';

const test = base.extend<{ phone: string }, { inbox: Inbox }>(inboxFixtures());

for (const code of ['111111', '222222', '333333', '444444']) {
  test(`reads ${code}`, async ({ inbox, phone, request }) => {
    await request.post(inbox.gatewayEndpoint, { form: { phone, message: `Your code is ${code}.` } });
    expect(await inbox.waitForCode({ to: phone })).toBe(code);
  });
}
