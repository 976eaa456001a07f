import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { APPLICATION, SERVICE_PLAN } from './test-support/secrets.ts';

/** Runs in a process of its own, whose module loader has loaded nothing yet, and tells every module it was asked for. */
const PROGRAM = `
import { registerHooks } from 'node:module';
const asked = [];
registerHooks({
  resolve(specifier, context, next) {
    asked.push(specifier);
    const [, name, door = ''] = /^@countersign\\/([^/]+)(?:\\/(.+))?$/.exec(specifier) ?? [];
    return next(name === undefined ? specifier : new URL(\`../../\${name}/src/\${door}/index.ts\`, import.meta.url).href, context);
  },
});
const { createSinchSmsSender, createSinchVerificationProvider } = await import('./index.ts');
createSinchVerificationProvider(${JSON.stringify(APPLICATION)});
const sender = createSinchSmsSender({ ...${JSON.stringify(SERVICE_PLAN)}, baseUrl: 'http://127.0.0.1:9' });
const before = asked.includes('axios');
await sender.send({ to: '+14155550123', text: 'hello' }, { signal: AbortSignal.timeout(1) });
console.log(JSON.stringify({ before, after: asked.includes('axios') }));
`;

describe('this package', () => {
  it('loads axios with the first request, not when it is imported or a sender is made', () => {
    const file = `file://${import.meta.dirname}/program.ts`;
    const program = PROGRAM.replaceAll('import.meta.url', `'${file}'`).replace(
      "'./index.ts'",
      `'${import.meta.dirname}/index.ts'`,
    );
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      timeout: 15_000,
    });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual({ before: false, after: true });
  });
});
