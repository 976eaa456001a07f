/** The example of the README, as a user would write it, held against the README by a test of its own. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createInbox } from '../create-inbox.ts';

/** Stands for the app. */
async function sendCode({ to, smsGateway }: { readonly to: string; readonly smsGateway: string }): Promise<void> {
  await fetch(`${smsGateway}?${new URLSearchParams({ phone: to, message: 'Your code is 482913.' })}`);
}

test('sends a code', async () => {
  const inbox = createInbox({ port: 0 });
  await inbox.listen();
  await sendCode({ to: '+15550100123', smsGateway: inbox.gatewayEndpoint });
  expect(await inbox.waitForCode({ to: '+15550100123' })).toMatch(/^\d{6}$/);
});

test('is what the README shows', () => {
  const [source, readme] = [import.meta.filename, new URL('../../README.md', import.meta.url)].map((path) =>
    readFileSync(path, 'utf8'),
  );
  const example = /^test\('sends a code'.*?^\}\);$/ms.exec(source ?? '')?.[0] ?? 'no example';
  expect(readme).toContain(example);
});
