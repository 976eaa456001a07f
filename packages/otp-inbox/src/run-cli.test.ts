import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type CliContext, runCli } from './run-cli.ts';
import { inboxSettings } from './settings/inbox-settings.ts';
import { sendText, startTestInbox } from './test-support/test-inbox.ts';

interface Run {
  readonly out: string[];
  readonly errors: string[];
  readonly exitCode: Promise<number>;
  stop(): void;
}

function run(words: readonly string[], environment: CliContext['environment'] = {}): Run {
  const controller = new AbortController();
  const out: string[] = [];
  const errors: string[] = [];
  const exitCode = runCli({
    words,
    environment,
    version: '1.2.3',
    print: (text) => out.push(text),
    printError: (text) => errors.push(text),
    signal: controller.signal,
  });
  onTestFinished(() => controller.abort());
  return { out, errors, exitCode, stop: () => controller.abort() };
}

async function readAddress({ out }: Run): Promise<string> {
  await vi.waitFor(() => expect(out).toHaveLength(1));
  return /http:\/\/[^\s/"]+/.exec(out[0] ?? '')?.[0] ?? '';
}

describe('runCli', () => {
  it('prints the address and a curl line, serves, and ends with 0 when stopped', async () => {
    const cli = run(['--port', '0']);
    const address = await readAddress(cli);
    expect(cli.out[0]).toMatch(/\n {2}curl -G http:\/\/127\.0\.0\.1:\d+\/gateway --data-urlencode 'phone=.*message=/);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    await fetch(`${address}/gateway?phone=15550100123&message=secret+482913`);
    cli.stop();
    expect(await cli.exitCode).toBe(0);
    expect(cli.out.join() + cli.errors.join()).not.toContain('secret');
    await expect(fetch(address)).rejects.toThrow();
  });

  it('takes the environment, and options before it', async () => {
    const token = 'environment-token-1';
    const cli = run(['--host=localhost'], { INBOX_PORT: '0', INBOX_HOST: 'nowhere.example', INBOX_TOKEN: token });
    const address = await readAddress(cli);
    expect(address).toContain('localhost');
    expect((await fetch(`${address}/healthz`)).status).toBe(401);
    expect((await fetch(`${address}/healthz`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
    expect(cli.out.join()).toContain('Bearer $INBOX_TOKEN');
    expect(cli.out.join()).not.toContain(token);
  });

  it('tells its version', async () => {
    const cli = run(['--version', '--port', '0']);
    expect(await cli.exitCode).toBe(0);
    expect(cli.out).toEqual(['1.2.3']);
  });

  it('explains itself', async () => {
    const cli = run(['--help']);
    expect(await cli.exitCode).toBe(0);
    for (const option of ['port', 'host', 'token', 'file', 'forward', 'config']) {
      expect(cli.out[0]).toMatch(new RegExp(`--${option} .*INBOX_${option.toUpperCase()}`, 's'));
    }
    for (const word of ['--json', 'Twilio', 'Telnyx', 'Sinch', 'SNS', 'gateways']) expect(cli.out[0]).toContain(word);
  });

  it('prints for each provider what to paste', async () => {
    const cli = run(['--port', '0']);
    const address = await readAddress(cli);
    const settings = inboxSettings(address);
    expect(settings).toHaveLength(8);
    for (const { provider, address: variables, sdk } of settings) {
      expect(cli.out[0]).toContain(
        `OTP_PROVIDER=${provider} ${Object.entries(variables).map(([name, value]) => `${name}=${value}`)}`,
      );
      expect(cli.out[0]).toContain(sdk);
    }
    expect(cli.out[0]).toContain(`TELNYX_BASE_URL=${address}/v2`);
    expect(cli.out[0]).toMatch(/TELNYX_PUBLIC_KEY=[A-Za-z0-9+/]{43}=/);
    const certificate = await (await fetch(`${address}/api/v1/sns-certificate.pem`)).text();
    expect(new X509Certificate(certificate).subject).toBe('CN=sns.amazonaws.com');
  });

  it('prints one line of JSON for tools, without the token', async () => {
    const token = 'environment-token-1';
    const cli = run(['--port', '0', '--json'], { INBOX_TOKEN: token });
    const address = await readAddress(cli);
    const told = JSON.parse(cli.out[0] ?? '');
    expect(cli.out[0]).not.toContain('\n');
    expect(told).toMatchObject({
      url: address,
      gatewayEndpoint: `${address}/gateway`,
      keys: { telnyxPublicKey: expect.any(String) },
    });
    expect(told.providers).toEqual(inboxSettings(address, { token: '$INBOX_TOKEN' }));
    expect(cli.out[0]).not.toContain(token);
  });

  it('takes rules and accounts from a file, and keeps messages in another', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'otp-inbox-'));
    const [config, file] = [join(folder, 'config.json'), join(folder, 'inbox.jsonl')];
    writeFileSync(
      config,
      JSON.stringify({ rules: [{ fault: { type: 'server-error' }, to: '+1555*' }], maxMessages: 2 }),
    );
    const cli = run(['--port', '0', '--config', config], { INBOX_FILE: file });
    const address = await readAddress(cli);
    expect((await fetch(`${address}/gateway?phone=15550100123&message=a`)).status).toBe(503);
    for (const text of ['a', 'b', 'c']) await fetch(`${address}/gateway?phone=447700900123&message=${text}`);
    cli.stop();
    await cli.exitCode;
    const again = run(['--port', '0', '--config', config, '--file', file]);
    const kept = await (await fetch(`${await readAddress(again)}/api/v1/messages`)).json();
    expect(kept).toMatchObject({ messages: [{ text: 'c' }, { text: 'b' }] });
  });

  it.each([
    ['{', 'is not JSON'],
    ['[]', 'JSON object'],
    ['{"port":1}', 'known are rules'],
    ['{"rules":[{}]}', 'rules[0]'],
    ['{"vendors":{"acme":{}}}', 'vendors.acme'],
    ['{"vendors":{"twilio":{"accountSid":"hush"}}}', 'vendors.twilio.accountSid'],
    ['{"vendors":{"twilio":{"authToken":7}}}', 'vendors.twilio.authToken'],
    ['{"vendors":{"twilio":{"codeLength":"6"}}}', 'vendors.twilio.codeLength'],
    ['{"receiptHosts":["http://x"]}', 'receiptHosts'],
  ])('ends with 1 and one line on the file %s', async (content, expected) => {
    const config = join(mkdtempSync(join(tmpdir(), 'otp-inbox-')), 'config.json');
    writeFileSync(config, content);
    const cli = run(['--config', config]);
    expect(await cli.exitCode).toBe(1);
    expect(cli.errors).toEqual([expect.stringContaining(expected)]);
    expect(cli.errors[0]).not.toMatch(/hush|\n/);
  });

  it.each([
    [['--prot', '1'], '--prot'],
    [['-p', '1'], '-p'],
    [['start'], 'options only'],
    [['--port'], '--port'],
    [['--port='], '--port'],
    [['--port', 'many'], 'port must be'],
    [['--port', '1e3'], 'port must be'],
    [['--port', '99999'], 'port must be'],
    [['--host', '0.0.0.0'], 'token'],
    [['--token', 'hush'], 'token must be'],
    [['--hush=hush'], '--hush'],
    [['--__proto__', 'x'], 'option'],
    [['--config', '/nowhere/at-all.json'], 'cannot be read'],
    [['--forward', 'app'], 'forward must be'],
  ])('ends with 1 and one line on %j', async (words, expected) => {
    const cli = run(words);
    expect(await cli.exitCode).toBe(1);
    expect(cli.out).toEqual([]);
    expect(cli.errors).toHaveLength(1);
    expect(cli.errors[0]).toContain(expected);
    expect(cli.errors[0]).not.toContain('\n');
    expect(cli.errors[0]?.replace('--hush', '')).not.toContain('hush');
  });

  it('ends with 1 and one line when the port is taken', async () => {
    const inbox = await startTestInbox();
    const cli = run([], { INBOX_PORT: new URL(inbox.url).port });
    expect(await cli.exitCode).toBe(1);
    expect(cli.errors).toEqual([expect.stringMatching(/^Port \d+ .* --port or INBOX_PORT\.$/)]);
    await sendText(inbox, '+15550100123', 'still there');
  });

  it('ends with 1 in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const cli = run(['--port', '0']);
    expect(await cli.exitCode).toBe(1);
    expect(cli.errors[0]).toContain('NODE_ENV=production');
  });
});

describe('otp-inbox', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 on %s, open connections or not', async (signal) => {
    const child = spawn(process.execPath, [`${import.meta.dirname}/cli.ts`, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += String(chunk);
    });
    await vi.waitFor(() => expect(printed).toContain('curl'), { timeout: 15_000 });
    const events = await fetch(`${/http:\/\/[^\s/]+/.exec(printed)?.[0]}/api/v1/events`);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    await events.text().catch(() => {});
  });
});
