/** What a process has loaded: no vendor's SDK before it is used, told by the module graph of a process of its own. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';

const PACKAGES = new URL('../../packages/', import.meta.url).href;
const ADAPTERS = readdirSync(new URL(PACKAGES), { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .map(({ name }) => name)
  .filter((name) => ['twilio', 'telnyx', 'sinch', 'sns', 'http-gateway'].some((vendor) => name === `otp-${vendor}`));

/** Runs the workspace's sources, and lists the packages that were loaded from outside of it. */
const PROLOGUE = `
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
const loaded = new Set();
/** Rows of a vendor's settings are a file beside the others; any other entry is the index of its folder. */
const sourceOf = (name, entry) => {
  const settings = new URL(name + '/src/' + name.replace('otp-', '') + '-settings.ts', '${PACKAGES}');
  if (entry === 'settings' && existsSync(settings)) return settings.href;
  return '${PACKAGES}' + name + '/src/' + (entry === undefined ? '' : entry + '/') + 'index.ts';
};
registerHooks({
  resolve(specifier, context, next) {
    const [, name, entry] = /^@countersign\\/([^/]+)(?:\\/(.+))?$/.exec(specifier) ?? [];
    const isOurs = name !== undefined && name !== 'test-servers';
    const resolved = next(isOurs ? sourceOf(name, entry) : specifier, context);
    const outside = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(resolved.url)?.[1];
    if (outside !== undefined) loaded.add(outside);
    return resolved;
  },
});
const packages = () => [...loaded].sort();
`;

async function run(program: string): Promise<unknown> {
  const { stdout, stderr, exitCode } = await runProgram(
    process.execPath,
    ['--input-type=module', '--eval', `${PROLOGUE}${program}`],
    { cwd: import.meta.dirname, timeLimitMs: 15_000 },
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** Axios carries the requests of two adapters; it is no vendor's, and has to be there when they are made. */
const SDKS = /^(?:twilio|telnyx|@aws-sdk\/|@smithy\/|@aws-crypto\/|@sinch\/)/;

describe('an import', () => {
  it('of core, config and web loads nothing from outside of the workspace', async () => {
    const told = await run(`
      await import('@countersign/otp-core');
      await import('@countersign/otp-core/memory');
      await import('@countersign/otp-core/delivery');
      await import('@countersign/otp-config');
      await import('@countersign/otp-web');
      console.log(JSON.stringify(packages()));
    `);
    expect(told).toEqual([]);
  });

  it('comes before the first call where the engine is told to warm up, in a list of senders for each of them', async () => {
    const warmed = await run(`
      const { PROVIDERS } = await import('${new URL('./support/providers.ts', import.meta.url).href}');
      const { createOtpEngine } = await import('@countersign/otp-core');
      const { createMemoryCodeStore } = await import('@countersign/otp-core/memory');
      const { withFailover, withProviderFailover } = await import('@countersign/otp-routing');
      const providers = PROVIDERS.map(({ create }) => create({ url: 'http://127.0.0.1:9' }));
      const senders = providers.filter(({ kind }) => kind === 'sms-sender');
      const makers = providers.filter(({ kind }) => kind === 'verification-provider');
      for (const provider of [withFailover(senders), withProviderFailover(makers.slice(0, 1)), ...providers]) {
        if (provider.warmUp === undefined) throw new Error(provider.providerId + ' has no warmUp');
        const store = createMemoryCodeStore();
        await createOtpEngine({ provider, store, secret: 'a secret of the tests, 32 bytes and more' }).warmUp();
      }
      console.log(JSON.stringify(packages()));
    `);
    expect(warmed).toEqual(expect.arrayContaining(['twilio', 'telnyx', '@aws-sdk/client-sns', 'axios']));
  });

  it(`of ${ADAPTERS.join(', ')} loads no SDK, nor does making all of their providers and an engine for each`, async () => {
    expect(ADAPTERS).toHaveLength(5);
    const { imported, made, called } = (await run(`
      for (const name of ${JSON.stringify(ADAPTERS)}) await import('@countersign/' + name);
      const imported = packages();
      const { PROVIDERS } = await import('${new URL('./support/providers.ts', import.meta.url).href}');
      const { RECEIPT_SOURCES } = await import('${new URL('./support/receipts.ts', import.meta.url).href}');
      const { createOtpEngine } = await import('@countersign/otp-core');
      const { createMemoryCodeStore } = await import('@countersign/otp-core/memory');
      const { withFailover } = await import('@countersign/otp-routing');
      const providers = PROVIDERS.map(({ create }) => create({ url: 'http://127.0.0.1:9' }));
      const engines = providers.map((provider) =>
        createOtpEngine({ provider, store: createMemoryCodeStore(), secret: 'a secret of the tests, 32 bytes and more' }));
      withFailover(providers.filter(({ kind }) => kind === 'sms-sender'));
      const parsed = await Promise.all(RECEIPT_SOURCES.map(({ parser }) =>
        parser.parse({ method: 'POST', url: '/', headers: {}, body: new Uint8Array() })));
      const made = packages();
      const called = {};
      for (const [index, engine] of engines.entries()) {
        await engine.request({ to: '+14155550123' });
        const before = Object.values(called).flat();
        called[PROVIDERS[index].name] = packages().filter((name) => !made.includes(name) && !before.includes(name));
        await engine.close();
      }
      console.log(JSON.stringify({ imported, made, called }));
    `)) as { imported: string[]; made: string[]; called: Record<string, string[]> };
    expect([...imported, ...made].filter((name) => SDKS.test(name))).toEqual([]);
    // The hook sees what is loaded: each SDK comes with the first message of its own adapter.
    expect(called.twilio).toContain('twilio');
    expect(called.telnyx).toContain('telnyx');
    expect(called.sns).toContain('@aws-sdk/client-sns');
  });
});
