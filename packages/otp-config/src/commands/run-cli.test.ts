import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNTS, CREDENTIALS, environmentOf, SINCH_SECRET } from '../test-support/environments.ts';
import { type LocalVendors, startLocalVendors } from '../test-support/local-vendors.ts';
import { runCli } from './run-cli.ts';

const GOOD_SECRET = 'pV3tq0mJw7Zr5Yk1uXcD9sLfH2bNeT8gQaRiOvW6';
const sound = {
  ...environmentOf('http-gateway'),
  OTP_SECRET: GOOD_SECRET,
  OTP_APP_NAME: 'Acme',
  OTP_ALLOWED_COUNTRIES: '*',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otp-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(words: string, environment: Readonly<Record<string, string>> = {}) {
  const printed: string[] = [];
  const errors: string[] = [];
  const exitCode = await runCli({
    words: words.split(' ').filter((word) => word !== ''),
    environment,
    nowMs: Date.UTC(2026, 11, 1),
    folder,
    version: '1.2.3',
    isInstalled: () => true,
    print: (text) => printed.push(text),
    printError: (text) => errors.push(text),
  });
  return { exitCode, printed: printed.join('\n'), errors: errors.join('\n') };
}

describe('otp-config check', () => {
  it('ends with 0 where nothing is wrong, and with 1 where something is', async () => {
    expect(await run('check', sound)).toMatchObject({ exitCode: 0, errors: '' });
    const { exitCode, printed } = await run('check', { OTP_PROVIDER: 'twilio' });
    expect(exitCode).toBe(1);
    expect(printed).toMatch(/^problem {2}missing-setting +\S/);
    expect(printed).toMatch(/\n\n\d problems, 0 warnings$/);
  });

  it('takes warnings for problems where it is told to be strict', async () => {
    const settings = { ...sound, NODE_ENV: 'production' };
    expect(await run('check', settings)).toMatchObject({ exitCode: 0 });
    expect(await run('check --strict', settings)).toMatchObject({ exitCode: 1 });
  });

  it('prints JSON for machines', async () => {
    const { exitCode, printed } = await run('check --json', { ...sound, NODE_ENV: 'production' });
    expect(exitCode).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      ok: true,
      problems: 0,
      warnings: 1,
      findings: expect.arrayContaining([expect.objectContaining({ level: 'warning', code: 'memory-store' })]),
    });
  });

  it('never prints a credential, whatever is wrong', async () => {
    const everything = Object.assign({}, ...Object.values(ACCOUNTS), { OTP_SECRET: GOOD_SECRET });
    for (const [variable, value] of Object.entries<string>(everything)) {
      const settings = { ...everything, OTP_PROVIDER: 'twilio,telnyx,sinch-sms,http-gateway', [variable]: `x${value}` };
      const told = JSON.stringify([await run('check', settings), await run('describe', settings)]);
      for (const secret of [...CREDENTIALS, GOOD_SECRET, SINCH_SECRET]) expect(told).not.toContain(secret);
    }
  });

  it('says whether the store answers where it is told to ask', async () => {
    expect((await run('check --connect', sound)).printed).toMatch(/^ok +store +memory: answers/m);
    const gone = { ...sound, OTP_STORE: 'redis://app:hunter2@127.0.0.1:9/0' };
    expect(await run('check', gone)).toMatchObject({ exitCode: 0 });
    const asked = await run('check --connect', gone);
    expect(asked.exitCode).toBe(1);
    expect(asked.printed).toMatch(/^problem +store +redis:\/\/127\.0\.0\.1:9\/0 does not answer/m);
    expect(asked.printed).not.toContain('hunter2');
    const embedded = { ...sound, OTP_STORE: 'postgres://app:hunter2@127.0.0.1:9/app' };
    expect((await run('check --connect', embedded)).printed).not.toContain('hunter2');
  });

  describe('--send', () => {
    let vendors: LocalVendors;
    beforeEach(async () => {
      vendors = await startLocalVendors();
    });
    afterEach(() => vendors.close());

    it('sends a real message through the configured sender', async () => {
      const settings = { ...environmentOf('inbox'), OTP_SECRET: GOOD_SECRET, OTP_INBOX_URL: vendors.url };
      const { exitCode, printed } = await run('check --send +39123456789', settings);
      expect(exitCode).toBe(0);
      expect(printed).toMatch(/^ok +send +inbox accepted a message to the number ending in 89/m);
      const [text = ''] = vendors.textsTo('+39123456789');
      const code = /\d{6}/.exec(text)?.[0] ?? 'none';
      for (const secret of ['39123456789', code]) expect(printed).not.toContain(secret);
    });

    it('starts a verification where the provider makes the codes, and says why it was refused', async () => {
      const settings = { ...environmentOf('sinch'), OTP_SECRET: GOOD_SECRET, SINCH_BASE_URL: vendors.url };
      expect((await run('check --send +39123456789', settings)).printed).toMatch(/^ok +send +sinch accepted/m);
      vendors.answerStarts('refused');
      const refused = await run('check --send +39123456789', settings);
      expect(refused.exitCode).toBe(1);
      expect(refused.printed).toMatch(/^problem +send +No message was sent\. sinch: .*40303/m);
      expect(refused.printed).not.toContain('39123456789');
    });

    it('sends nothing where something is wrong, or to what is no number', async () => {
      const settings = { ...environmentOf('inbox'), OTP_SECRET: GOOD_SECRET, OTP_INBOX_URL: vendors.url };
      const wrong = await run('check --send +39123456789', { ...settings, OTP_LENGTH: '3' });
      expect(wrong.printed).not.toMatch(/ send /);
      expect((await run('check --send 12', settings)).printed).toMatch(/^problem +send .*invalid-phone-number$/m);
      expect(vendors.requests).toEqual([]);
    });
  });
});

describe('otp-config describe', () => {
  it('says what is set, as text or JSON', async () => {
    expect((await run('describe', sound)).printed).toMatch(/^provider +http-gateway$/m);
    expect(JSON.parse((await run('describe --json', sound)).printed)).toMatchObject({ store: 'memory:', problems: [] });
  });
});

describe('otp-config env-example', () => {
  it('prints the settings of all providers, or of some', async () => {
    expect((await run('env-example')).printed).toContain('OTP_PROVIDER=sinch-sms');
    const { printed } = await run('env-example telnyx');
    expect(printed).toContain('TELNYX_API_KEY=');
    expect(printed).not.toContain('TWILIO_');
  });

  it('sets the providers that are named, and asks for what they need', async () => {
    const twilio = parseEnv((await run('env-example twilio')).printed);
    expect(twilio).toMatchObject({ OTP_PROVIDER: 'twilio', TWILIO_ACCOUNT_SID: '', TWILIO_PHONE_NUMBER: '' });
    expect(twilio).not.toHaveProperty('TWILIO_API_KEY');
    const missing = await run('check', twilio as Record<string, string>);
    expect(missing.printed.match(/^problem +\S+ +\S+ \(\S+/gm)?.map((line) => line.replace(/.*\(/, ''))).toEqual([
      'OTP_SECRET)',
      'TWILIO_ACCOUNT_SID)',
      'TWILIO_AUTH_TOKEN)',
      'TWILIO_PHONE_NUMBER)',
    ]);
    expect(parseEnv((await run('env-example sns telnyx')).printed).OTP_PROVIDER).toBe('sns,telnyx');
    // One list cannot hold both kinds.
    expect(parseEnv((await run('env-example sinch twilio')).printed).OTP_PROVIDER).toBe('sinch');
  });

  it('writes the file itself, for its owner alone, and replaces none unless told to', async () => {
    const path = join(folder, '.env');
    expect(await run(`env-example telnyx --out ${path}`)).toMatchObject({ exitCode: 0, printed: `Written: ${path}` });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(parseEnv(readFileSync(path, 'utf8'))).toMatchObject({
      OTP_PROVIDER: 'telnyx',
      OTP_SECRET: expect.stringMatching(/^[\w-]{43}$/),
    });
    writeFileSync(path, 'OTP_SECRET=mine');
    chmodSync(path, 0o644);
    const refused = await run(`env-example --out ${path}`);
    expect(refused).toMatchObject({ exitCode: 2, printed: '' });
    expect(refused.errors).toContain('--overwrite');
    expect(readFileSync(path, 'utf8')).toBe('OTP_SECRET=mine');
    expect(await run(`env-example sns --out ${path} --overwrite`)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(path, 'utf8')).toContain('OTP_PROVIDER=sns');
    // Whoever could read the former file must not read the secret of this one.
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await run(`env-example --out ${join(folder, 'no', 'such')}`)).errors).toContain('ENOENT');
  });
});

describe('otp-config secret', () => {
  it('prints one fresh line for a .env, which check takes', async () => {
    const lines = [(await run('secret')).printed, (await run('secret')).printed];
    expect(new Set(lines).size).toBe(2);
    for (const line of lines) {
      expect(line).toMatch(/^OTP_SECRET=[\w-]{43}$/);
      expect(await run('check', { ...sound, ...parseEnv(line) })).toMatchObject({ exitCode: 0 });
    }
  });
});

describe('otp-config migrate', () => {
  it('makes the tables of the store, once, and says what is missing beforehand', async () => {
    const OTP_STORE = `pglite:${join(folder, 'data')}`;
    const dry = await run('migrate --dry-run', { OTP_STORE });
    expect(dry).toMatchObject({ exitCode: 0, printed: expect.stringContaining('has no tables of Countersign') });
    expect((await run('migrate', { OTP_STORE })).printed).toMatch(/^Applied 0001_tables\.sql, /);
    const again = await run('migrate', { OTP_STORE });
    expect(again).toMatchObject({ exitCode: 0, printed: expect.stringContaining('as needed') });
  }, 60_000);

  it('prints the statements for tools of yours, and connects to nothing', async () => {
    const { exitCode, printed } = await run('migrate --sql', { OTP_STORE: 'postgres://127.0.0.1:9/app' });
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^-- 0001_tables\.sql\n/);
    expect(printed).toContain('CREATE TABLE');
  });

  it.each(['', 'memory:', 'redis://127.0.0.1:9'])('has nothing to do for OTP_STORE=%s', async (OTP_STORE) => {
    expect(await run('migrate', { OTP_STORE })).toMatchObject({
      exitCode: 0,
      printed: expect.stringMatching(/needs no tables\.$/),
    });
  });

  it('ends with 1 where the database does not answer, and repeats no password', async () => {
    const ended = await run('migrate', { OTP_STORE: 'postgres://app:hunter2@127.0.0.1:9/app' });
    expect(ended).toMatchObject({ exitCode: 1, printed: '' });
    expect(ended.errors).toContain('postgres://127.0.0.1:9/app');
    expect(ended.errors).not.toContain('hunter2');
  });

  it('takes no address that it does not know, and repeats none', async () => {
    const ended = await run('migrate', { OTP_STORE: 'mysql://app:hunter2@db/app' });
    expect(ended.exitCode).toBe(2);
    expect(ended.errors).not.toContain('hunter2');
  });
});

describe('otp-config', () => {
  it('has a help with every command and exit code, no line of it longer than a terminal', async () => {
    const { exitCode, printed } = await run('--help');
    expect(exitCode).toBe(0);
    for (const command of ['check', 'describe', 'env-example', 'init', 'migrate', 'secret']) {
      expect(printed).toMatch(new RegExp(`^  ${command} `, 'm'));
      expect(await run(`${command} --help`)).toEqual({ exitCode: 0, printed, errors: '' });
    }
    for (const code of [0, 1, 2]) expect(printed).toMatch(new RegExp(`^  ${code}  \\S`, 'm'));
    expect(printed.split('\n').filter((line) => line.length > 96)).toEqual([]);
  });

  it.each([
    ['chek', 'did you mean check?'],
    ['descibe', 'did you mean describe?'],
    ['migrations', 'Known are check, describe, env-example, init, migrate, secret'],
    ['check --conect', 'did you mean --connect?'],
    ['describe --strict', 'describe takes no --strict'],
    ['secret now', 'secret takes options only'],
  ])('says of `%s` what was probably meant', async (words, expected) => {
    const { exitCode, printed, errors } = await run(words);
    expect([exitCode, printed]).toEqual([2, '']);
    expect(errors).toContain(expected);
  });

  it.each(['--file', '--env-file'])('reads a file by %s beside the environment, which goes first', async (option) => {
    const path = join(folder, 'settings.env');
    writeFileSync(path, `OTP_PROVIDER=inbox\nOTP_SECRET="${GOOD_SECRET}"\nOTP_LENGTH=3\n`);
    expect(await run(`check ${option} ${path}`)).toMatchObject({ exitCode: 1 });
    expect(await run(`check ${option} ${path}`, { OTP_LENGTH: '8' })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, as PowerShell writes it', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 without a mark', (text: string) => Buffer.from(text, 'utf16le')],
    ['UTF-16 of the other order', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['lines that end as in DOS', (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))],
  ])('reads a file in %s', async (_what, encode) => {
    const path = join(folder, 'settings.env');
    writeFileSync(path, encode(`OTP_PROVIDER=inbox\nOTP_SECRET=${GOOD_SECRET}\nOTP_APP_NAME=Łódź\n`));
    expect(await run(`check --file ${path}`)).toMatchObject({ exitCode: 0 });
    expect((await run(`describe --file ${path}`)).printed).toMatch(/^message\.appName +Łódź$/m);
  });

  it.each([
    ['Latin-1', Buffer.from('OTP_PROVIDER=inbox\nOTP_APP_NAME=Café\n', 'latin1')],
    ['no text', Buffer.from([0, 0, 0, 1, 2, 3])],
  ])('names a file in %s, and repeats none of it', async (_what, bytes) => {
    const path = join(folder, 'settings.env');
    writeFileSync(path, bytes);
    const { exitCode, errors } = await run(`check --file ${path}`);
    expect(exitCode).toBe(2);
    expect(errors).toContain('save it as UTF-8');
    expect(errors).not.toContain('Caf');
  });

  it.each(['--version', 'check --version', 'describe --version', 'env-example --version'])(
    'tells its version by `%s`',
    async (words) => {
      expect(await run(words)).toEqual({ exitCode: 0, printed: '1.2.3', errors: '' });
    },
  );

  it('takes variables of the app for none of ours, where it is told their names', async () => {
    const settings = { ...sound, OTP_EXPIRY_SECONDS: '300', OTP_LENGHT: '7' };
    expect(await run('check', settings)).toMatchObject({ exitCode: 1 });
    const told = await run('check --strict --app-variables OTP_EXPIRY_SECONDS,OTP_LENGHT', settings);
    expect(told).toMatchObject({ exitCode: 0 });
    expect((await run('describe --app-variables OTP_LENGHT', settings)).printed).not.toContain('OTP_LENGHT');
  });

  it.each([
    ['', 2],
    ['--help', 0],
    ['chek', 2],
    ['check twice', 2],
    ['check --sned +39123456789', 2],
    ['check --send', 2],
    ['check --json=yes', 2],
    ['check --env-file /no/such/file', 2],
    ['env-example pigeon', 2],
    ['check --file a --env-file b', 2],
    ['env-example --out', 2],
    ['check +39123456789', 2],
  ])('ends `%s` with %i and repeats no number', async (words, exitCode) => {
    const ended = await run(words);
    expect(ended.exitCode).toBe(exitCode);
    expect(JSON.stringify(ended)).not.toContain('39123456789');
  });
});
