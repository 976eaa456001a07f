import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_SID, AUTH_TOKEN, FROM, SERVICE_SID, TO } from './test-support/account.ts';

const run = promisify(execFile);

/** Our own packages by their sources, and a list of all that is loaded on the way. */
const PROGRAM = `
import { registerHooks } from 'node:module';
const loaded = [];
const ours = {
  '@countersign/otp-core/adapter': 'otp-core/src/adapter/',
  '@countersign/otp-core/spec': 'otp-core/src/spec/',
  '@countersign/otp-provider-utils': 'otp-provider-utils/src/',
};
registerHooks({
  resolve(specifier, context, next) {
    const room = ours[specifier];
    const path = room && new URL('../../' + room + 'index.ts', '${import.meta.url}').href;
    const resolved = next(path ?? specifier, context);
    loaded.push(resolved.url);
    return resolved;
  },
});
const { createTwilioSmsSender, createTwilioVerificationProvider, createTwilioDeliveryReportParser } =
  await import(new URL('./index.ts', '${import.meta.url}').href);
const account = { accountSid: '${ACCOUNT_SID}', authToken: '${AUTH_TOKEN}', baseUrl: 'http://127.0.0.1:9' };
const sender = createTwilioSmsSender({ ...account, from: '${FROM}' });
createTwilioVerificationProvider({ ...account, serviceSid: '${SERVICE_SID}' });
createTwilioDeliveryReportParser({ authToken: account.authToken, publicUrl: 'https://app.example/' });
const isSdk = (url) => /node_modules\\/(?:twilio|axios)\\//.test(url);
const before = loaded.filter(isSdk).length;
const outcome = await sender.send({ to: '${TO}', text: 'x' });
console.log(JSON.stringify({ before, after: loaded.filter(isSdk).length > 0, all: loaded.length, status: outcome.status }));
`;

describe('the package twilio', () => {
  it('is loaded by the first call, not by the import and not by construction', async () => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', PROGRAM]);
    expect(JSON.parse(stdout)).toMatchObject({ before: 0, after: true, status: 'refused' });
  });
});
