import { spawnSync } from 'node:child_process';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, expect, it, vi } from 'vitest';
import { API_KEY, FROM, MESSAGE } from './test-support/secrets.ts';
import { PROFILE_ID } from './test-support/telnyx-answers.ts';

/** Prints which files of the SDK were loaded, before and after the first message. */
const PROGRAM = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  const count = () => loaded.filter((url) => /node_modules\\/telnyx\\//.test(url)).length;
  const { createTelnyxSmsSender, createTelnyxVerificationProvider, createTelnyxDeliveryReportParser } =
    await import(${JSON.stringify(`${import.meta.dirname}/index.ts`)});
  const sender = createTelnyxSmsSender({ apiKey: 'KEY0123456789', from: '+18445550001', baseUrl: 'http://127.0.0.1:9/v2' });
  createTelnyxVerificationProvider({ apiKey: 'KEY0123456789', verifyProfileId: ${JSON.stringify(PROFILE_ID)} });
  createTelnyxDeliveryReportParser({ publicKey: '3j+JH9ikVC7PxDGC7OhZ9VJkMlb4KnDpAbdn6v7wt2w=' });
  const before = count();
  await sender.send({ to: '+393923456789', text: 'hello' });
  console.log(JSON.stringify({ before, isLoadedAfter: count() > 0 }));
`;

describe('the package telnyx', () => {
  it('loads the SDK with the first message, not before', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    });
    expect(stdout === '' ? stderr : JSON.parse(stdout)).toEqual({ before: 0, isLoadedAfter: true });
  });

  it('finds the SDK where it was installed meanwhile', async () => {
    const missing = Object.assign(new Error("Cannot find package 'telnyx'"), { code: 'ERR_MODULE_NOT_FOUND' });
    const { createTelnyxSmsSender } = await withoutPackage(
      (factory) => vi.doMock('telnyx', factory),
      missing,
      () => import('./telnyx-sms-sender.ts'),
    );
    const sender = createTelnyxSmsSender({ apiKey: API_KEY, from: FROM, baseUrl: 'http://127.0.0.1:9/v2' });
    expect(await sender.send(MESSAGE)).toMatchObject({ failure: { category: 'configuration' } });
    vi.doUnmock('telnyx');
    expect(await sender.send(MESSAGE)).toMatchObject({ failure: { providerCode: 'ECONNREFUSED' } });
  });
});
