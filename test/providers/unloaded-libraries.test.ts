/** A vendor's library that is missing, lacks something of its own or breaks as it loads: told by its name, with nothing asked. */
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';

const PACKAGES = new URL('../../packages/', import.meta.url).href;

const LIBRARIES: Readonly<Record<string, { readonly name: string; readonly installs: string }>> = {
  twilio: { name: 'twilio', installs: 'twilio@6' },
  'twilio-verify': { name: 'twilio', installs: 'twilio@6' },
  telnyx: { name: 'telnyx', installs: 'telnyx@7' },
  'telnyx-verify': { name: 'telnyx', installs: 'telnyx@7' },
  sns: { name: '@aws-sdk/client-sns', installs: '@aws-sdk/client-sns@3' },
  sinch: { name: 'axios', installs: 'axios' },
  'sinch-sms': { name: 'axios', installs: 'axios' },
  'http-gateway': { name: 'axios', installs: 'axios' },
};

/** What the loader says, as Node words it. */
const FAULTS = {
  'is missing': (name: string) => ({
    code: 'ERR_MODULE_NOT_FOUND',
    message: `Cannot find package '${name}' imported from /srv/app.js`,
  }),
  'lacks something of its own': () => ({
    code: 'MODULE_NOT_FOUND',
    message: "Cannot find module 'debug'\nRequire stack:\n- /srv/app.js",
  }),
  'breaks as it loads': () => ({ code: undefined, message: 'Unexpected token' }),
} as const;

/** All eight in one process; the loader fails for the libraries that are named, as it is told. */
async function askAll(faultOf: (name: string) => object): Promise<Record<string, unknown>> {
  const faults = Object.fromEntries(Object.values(LIBRARIES).map(({ name }) => [name, faultOf(name)]));
  const program = `
    import { registerHooks } from 'node:module';
    const faults = ${JSON.stringify(faults)};
    registerHooks({
      resolve(specifier, context, next) {
        const fault = Object.hasOwn(faults, specifier) ? faults[specifier] : undefined;
        if (fault !== undefined) throw Object.assign(new Error(fault.message), fault);
        const [, name, room] = /^@countersign\\/([^/]+)(?:\\/(.+))?$/.exec(specifier) ?? [];
        const path = name === undefined ? specifier : '${PACKAGES}' + name + '/src/' + (room === undefined ? '' : room + '/') + 'index.ts';
        return next(path, context);
      },
    });
    const { PROVIDERS } = await import('${new URL('./support/providers.ts', import.meta.url).href}');
    const { withFailover } = await import('@countersign/otp-routing');
    const told = {};
    for (const { name, create } of PROVIDERS) {
      const provider = create({ url: 'http://127.0.0.1:9' });
      const to = '+14155550123';
      const ask = () => (provider.kind === 'sms-sender' ? provider.send({ to, text: 'Your code is 804617.' }) : provider.start({ to }));
      const check = provider.kind === 'sms-sender' ? null : await provider.check({ to, reference: null, code: '804617' });
      told[name] = { asked: await ask(), again: await ask(), check };
    }
    console.log(JSON.stringify(told));
  `;
  const { stdout, stderr, exitCode } = await runProgram(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    timeLimitMs: 15_000,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe.each(Object.entries(FAULTS))('a library that %s', (what, faultOf) => {
  it('is a refusal of the configuration that names it, for every provider', async () => {
    const told = await askAll(faultOf);
    for (const [provider, { name, installs }] of Object.entries(LIBRARIES)) {
      const [words = ''] = faultOf(name).message.split('\n');
      const reason =
        what === 'is missing' ? `is not installed: npm install ${installs}` : `could not be loaded: ${words}`;
      const failure = {
        category: 'configuration',
        retryable: false,
        providerId: provider,
        message: expect.stringContaining(`The package ${name} ${reason}`),
      };
      const refused = { status: 'refused', failure };
      expect(told).toMatchObject({ [provider]: { asked: refused, again: refused } });
      const { check, asked } = told[provider] as { check: unknown; asked: { failure: { message: string } } };
      if (check !== null) expect(check).toMatchObject({ status: 'unknown', failure });
      if (what !== 'is missing') expect(asked.failure.message).not.toContain('npm install');
    }
    expect(Object.keys(told).sort()).toEqual(Object.keys(LIBRARIES).sort());
  });
});
