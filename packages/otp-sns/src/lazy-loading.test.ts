import { spawnSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { createSnsSmsSender } from './sns-sms-sender.ts';
import { CREDENTIALS, MESSAGE, REGION } from './test-support/secrets.ts';

/** Prints which files of the SDK were loaded, before and after the first message. */
const PROGRAM = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  const count = () => loaded.filter((url) => /node_modules\\/@(?:aws-sdk|smithy)\\//.test(url)).length;
  const { createSnsSmsSender, createSnsDeliveryReportParser } =
    await import(${JSON.stringify(`${import.meta.dirname}/index.ts`)});
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
  const sender = createSnsSmsSender({ credentials, region: 'eu-west-1', endpoint: 'http://127.0.0.1:9' });
  createSnsSmsSender();
  createSnsDeliveryReportParser({ topicArns: ['arn:aws:sns:eu-west-1:123456789012:sms-logs'] });
  const before = count();
  await sender.send({ to: '+393923456789', text: 'hello' });
  console.log(JSON.stringify({ before, isLoadedAfter: count() > 0 }));
`;

describe('createSnsLoader', () => {
  it('loads the SDK with the first message, not before', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    });
    expect(stdout === '' ? stderr : JSON.parse(stdout)).toEqual({ before: 0, isLoadedAfter: true });
  });

  it('tells how to install the SDK where it is missing, and asks nobody', async () => {
    vi.doMock('@aws-sdk/client-sns', () => {
      throw Object.assign(new Error("Cannot find package '@aws-sdk/client-sns' imported from /srv/app.js"), {
        code: 'ERR_MODULE_NOT_FOUND',
      });
    });
    try {
      const sender = createSnsSmsSender({ credentials: CREDENTIALS, region: REGION, endpoint: 'http://127.0.0.1:9' });
      const message = expect.stringContaining('npm install @aws-sdk/client-sns@3');
      expect(await sender.send(MESSAGE)).toMatchObject({
        status: 'refused',
        failure: { category: 'configuration', message },
      });
      vi.doUnmock('@aws-sdk/client-sns');
      // Installed meanwhile: the next message finds it.
      expect(await sender.send(MESSAGE)).toMatchObject({ failure: { providerCode: 'ECONNREFUSED' } });
    } finally {
      vi.doUnmock('@aws-sdk/client-sns');
    }
  });
});
