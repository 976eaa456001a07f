/** The README of apps/hooks, followed literally. `npm run demo` installs and builds first: here its program is started at once. */
import { parseEnv } from 'node:util';
import { createPlatformPlayer } from '@countersign/otp-hooks/play';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runnableApps } from '../../scripts/workspace.mjs';
import { type ExampleApp, startApp } from '../apps/example-app.ts';
import { launchBrowser } from '../page/browser.ts';
import { codeBlocksIn } from '../support/readme.ts';
import { runProgram } from '../support/run-program.ts';
import { ROOT, readText } from '../support/workspace.ts';

const [demo = '', play = '', platform = ''] = codeBlocksIn(readText('apps/hooks/README.md')).map(({ code }) => code);
const SECRET = 'v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

async function start(settings: Readonly<Record<string, string>> = {}): Promise<ExampleApp> {
  const app = await startApp('hooks', settings);
  onTestFinished(async () => void (await app.end('SIGKILL')));
  return app;
}

async function messagesIn({ inboxUrl }: ExampleApp): Promise<number> {
  const { messages } = (await (await fetch(`${inboxUrl}/api/v1/messages`)).json()) as { messages: unknown[] };
  return messages.length;
}

describe('apps/hooks/README.md', () => {
  it('starts an app that npm run demo knows', () => {
    expect(demo).toBe('npm run demo -- hooks\n');
    expect(runnableApps()).toContain('hooks');
  });

  it('plays a platform by its command, and the second time sends nothing', async () => {
    const app = await start();
    const command = play.replace('http://localhost:3000/hooks/send-sms', app.pageUrl);
    expect(command).toContain(app.pageUrl);
    for (const _time of [1, 2]) {
      const { stdout } = await runProgram('bash', ['-ec', command], { cwd: ROOT, timeLimitMs: 15_000 });
      expect(stdout).toMatch(/^HTTP\/1\.1 204 /);
    }
    expect(await messagesIn(app)).toBe(1);
  });

  it('has a page on which a button plays it: three calls, one message', async () => {
    const app = await start();
    const address = /at (http\S+#\/hooks)/.exec(app.output())?.[1] ?? '';
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(address);
    await page.getByLabel('Address of the hook').fill(app.pageUrl);
    await page.getByRole('button', { name: 'Call the hook' }).click();
    await page.getByText('Messages sent: 1').waitFor({ timeout: 15_000 });
    expect(await page.locator('#hook-attempts li').count()).toBe(3);
    expect(await messagesIn(app)).toBe(1);
  }, 60_000);

  it('becomes the hook of another platform by its variables alone', async () => {
    const [assignments = ''] = platform.split(' npm run demo');
    const filled = assignments
      .replace('v1,whsec_…', SECRET)
      .replace('OTP_HOOK_KEY_SECRET=…', 'OTP_HOOK_KEY_SECRET=rZ8fQ1vYt6Lq3WcXn0JbKs7DhPm2EuGa');
    expect(filled).not.toContain('…');
    const app = await start(parseEnv(filled.replaceAll(' ', '\n')) as Record<string, string>);
    const player = createPlatformPlayer({ platform: 'supabase', secret: SECRET });
    for (const _try of [1, 2]) {
      const { headers, body } = await player.write({ phoneNumber: '+14155550123', code: '493027' });
      expect((await fetch(app.pageUrl, { method: 'POST', headers, body })).status).toBe(204);
    }
    expect(await messagesIn(app)).toBe(1);
  });
});
