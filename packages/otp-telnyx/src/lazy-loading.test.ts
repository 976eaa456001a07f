import { spawnSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { createTelnyxSmsSender } from './telnyx-sms-sender.ts';
import { createTelnyxVerificationProvider } from './telnyx-verification-provider.ts';
import { API_KEY, CODE, FROM, MESSAGE } from './test-support/secrets.ts';
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

  it('tells how to install the SDK where it is missing, and asks nobody', async () => {
    vi.doMock('telnyx', () => {
      throw Object.assign(new Error("Cannot find package 'telnyx' imported from /srv/app.js"), {
        code: 'ERR_MODULE_NOT_FOUND',
      });
    });
    try {
      const options = { apiKey: API_KEY, baseUrl: 'http://127.0.0.1:9/v2' };
      const failure = { category: 'configuration', message: expect.stringContaining('npm install telnyx@7') };
      const sender = createTelnyxSmsSender({ ...options, from: FROM });
      expect(await sender.send(MESSAGE)).toMatchObject({ status: 'refused', failure });
      const provider = createTelnyxVerificationProvider({ ...options, verifyProfileId: PROFILE_ID });
      const to = MESSAGE.to as `+${string}`;
      expect(await provider.start({ to })).toMatchObject({ status: 'refused', failure });
      expect(await provider.check({ to, reference: null, code: CODE })).toMatchObject({ status: 'unknown', failure });
      vi.doUnmock('telnyx');
      // Installed meanwhile: the next message finds it.
      expect(await sender.send(MESSAGE)).toMatchObject({ failure: { providerCode: 'ECONNREFUSED' } });
    } finally {
      vi.doUnmock('telnyx');
    }
  });
});
