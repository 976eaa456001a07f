import { spawnSync } from 'node:child_process';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, expect, it, vi } from 'vitest';
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

  it('finds the SDK where it was installed meanwhile', async () => {
    const name = '@aws-sdk/client-sns';
    const missing = Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' });
    const { createSnsSmsSender } = await withoutPackage(
      (factory) => vi.doMock(name, factory),
      missing,
      () => import('./sns-sms-sender.ts'),
    );
    const sender = createSnsSmsSender({ credentials: CREDENTIALS, region: REGION, endpoint: 'http://127.0.0.1:9' });
    expect(await sender.send(MESSAGE)).toMatchObject({ failure: { category: 'configuration' } });
    vi.doUnmock(name);
    expect(await sender.send(MESSAGE)).toMatchObject({ failure: { providerCode: 'ECONNREFUSED' } });
  });
});
