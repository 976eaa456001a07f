/** The example of a send hook: runs with nothing set, sends once, and is one fetch handler wherever else it runs. */

import { createPlatformPlayer } from '@countersign/otp-hooks/play';
import { createInbox, type Inbox } from '@countersign/otp-inbox';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { runApp, startApp } from './example-app.ts';

const SUPABASE_SECRET = 'v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const KEY_SECRET = 'rZ8fQ1vYt6Lq3WcXn0JbKs7DhPm2EuGa';

describe('apps/hooks', () => {
  it('plays a platform with nothing set, as its own words say, and sends nothing the second time', async () => {
    const app = await startApp('hooks');
    onTestFinished(async () => void (await app.end('SIGKILL')));
    const body = JSON.stringify({ to: '+14155550123', code: '493027' });
    const ask = (authorization: string) => fetch(app.pageUrl, { method: 'POST', headers: { authorization }, body });
    expect(app.output()).toContain('curl -i ');
    expect((await ask('Bearer countersign-demo')).status).toBe(204);
    expect((await ask('Bearer countersign-demo')).status).toBe(204);
    expect((await ask('Bearer somebody')).status).toBe(401);
    const messages = (await (await fetch(`${app.inboxUrl}/api/v1/messages`)).json()) as { messages: unknown[] };
    expect(messages.messages).toHaveLength(1);
    expect(
      app
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line).type),
    ).toEqual(['message-accepted', 'request-repeated', 'request-unproven']);
    const events = app.output().slice(app.output().indexOf('Ctrl-C'));
    for (const secret of ['1415555', '493027']) expect(events).not.toContain(secret);
    expect(await app.end('SIGTERM')).toBe(0);
  });

  it('makes nothing up in production, and names everything that is missing', async () => {
    const { code, stderr } = await runApp('hooks', { NODE_ENV: 'production' });
    expect(code).toBe(1);
    for (const name of ['OTP_HOOK_PLATFORM', 'OTP_HOOK_KEY_SECRET', 'OTP_PROVIDER']) expect(stderr).toContain(name);
  });
});

describe('the fetch handlers of apps/hooks', () => {
  let inbox: Inbox;
  beforeAll(async () => {
    inbox = createInbox({ port: 0 });
    await inbox.listen();
    Object.assign(process.env, {
      OTP_PROVIDER: 'inbox',
      OTP_INBOX_URL: inbox.url,
      OTP_HOOK_PLATFORM: 'supabase',
      OTP_HOOK_SECRET: SUPABASE_SECRET,
      OTP_HOOK_KEY_SECRET: KEY_SECRET,
    });
  });
  afterAll(async () => {
    for (const name of Object.keys(process.env)) if (/^OTP_/.test(name)) delete process.env[name];
    await inbox?.close();
  });

  const player = createPlatformPlayer({ platform: 'supabase', secret: SUPABASE_SECRET });
  const write = async (phoneNumber: string) => {
    const { headers, body } = await player.write({ phoneNumber, code: '493027' });
    return new Request('https://app.example/hooks/send-sms', { method: 'POST', headers: { ...headers }, body });
  };

  it('serve runtimes that keep a handler', async () => {
    const { default: edge } = await import('../../apps/hooks/src/edge.ts');
    expect((await edge.fetch(await write('+14155550131'))).status).toBe(204);
    expect((await edge.fetch(await write('+14155550131'))).status).toBe(204);
    expect(inbox.messages({ to: '+14155550131' })).toHaveLength(1);
  });

  it('serve workers, whose settings come with the request, and close behind it', async () => {
    const { default: worker } = await import('../../apps/hooks/src/worker.ts');
    const waits: Promise<unknown>[] = [];
    const context = { waitUntil: (work: Promise<unknown>) => void waits.push(work) };
    const sent = await worker.fetch(await write('+14155550132'), { OTP_APP_NAME: 'Worker' }, context);
    expect(sent.status).toBe(204);
    await Promise.all(waits);
    expect(inbox.messages({ to: '+14155550132' })[0]?.text).toContain('Worker code is');
    const wrong = await worker.fetch(await write('+14155550133'), { OTP_HOOK_SECRET: 'whsec_no' }, context);
    expect(wrong.status).toBe(500);
  });
});
