/** The whole way of a code: asked for, sent to an inbox, typed in. No account is needed, and nothing is sent to a phone. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createInbox, randomTestPhone } from '@countersign/otp-inbox';
import { POST } from './app/otp/[...path]/route.ts';

const inbox = createInbox({ port: 0 });

before(async () => {
  await inbox.listen();
  // Memory, unless the shell names a store that is running.
  const store = process.env.OTP_STORE ?? 'memory:';
  process.loadEnvFile('.env.example');
  process.env.OTP_STORE = store;
  process.env.OTP_SECRET = 'a-secret-of-this-test-that-is-long-enough';
  process.env.OTP_INBOX_URL = inbox.url;
});

after(() => inbox.close());

function post(path: string, body: object) {
  const request = new Request(`http://localhost:3000/otp${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '127.0.0.1' },
    body: JSON.stringify(body),
  });
  return POST(request);
}

describe('the route', () => {
  it('verifies a number with the code that was sent to it, once', async () => {
    const phoneNumber = randomTestPhone();
    const requested = await post('/verifications', { phoneNumber });
    assert.equal(requested.status, 202);
    const { challenge } = (await requested.json()) as { challenge: string };
    const code = await inbox.waitForCode({ to: phoneNumber });

    const wrongCode = code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    const wrong = await post('/verifications/check', { challenge, code: wrongCode });
    assert.equal(wrong.status, 422);

    const right = await post('/verifications/check', { challenge, code });
    assert.equal(right.status, 200);
    assert.deepEqual(await right.json(), { verified: true, phoneNumber, purpose: 'default' });

    const again = await post('/verifications/check', { challenge, code });
    assert.equal(again.status, 410);
  });
});
