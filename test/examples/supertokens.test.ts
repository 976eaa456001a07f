/** The README of the example with SuperTokens, followed line by line: its SDK runs, only its core is a stand-in. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJson, readText } from '../support/workspace.ts';
import { type OpenExample, openExample } from './support/open-example.ts';
import { type ScriptedCore, startScriptedCore } from './support/start-scripted-core.ts';

const FOLDER = 'apps/examples/supertokens';
const OTHER_NUMBER = '+14155550124';

let core: ScriptedCore;
let example: OpenExample;

beforeAll(async () => {
  core = await startScriptedCore();
  example = await openExample(FOLDER, {
    settings: { SUPERTOKENS_CONNECTION_URI: core.url, OTP_HOOK_SENDS_PER_NUMBER_PER_HOUR: '3' },
  });
}, 120_000);
afterAll(async () => {
  await example?.stop();
  await core?.stop();
});

async function ask(path: string, body: object): Promise<Record<string, string>> {
  const response = await fetch(`${example.url}/auth/signinup/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { httpStatus: String(response.status), ...((await response.json()) as object) };
}

async function messagesTo(phoneNumber: string): Promise<readonly string[]> {
  const response = await fetch(`${example.inboxUrl}/api/v1/messages?to=${encodeURIComponent(phoneNumber)}`);
  const { messages } = (await response.json()) as { messages: readonly { text: string }[] };
  return messages.map(({ text }) => text);
}

describe(`${FOLDER}/README.md`, () => {
  it('signs a person in by its commands, with the code that the core made', async () => {
    expect(JSON.parse(await example.paste())).toMatchObject({ status: 'OK', createdNewRecipeUser: true });
    expect(core.unexpected).toEqual([]);
    expect(example.complaints()).toBe('');
    const [text, ...others] = await messagesTo('+14155550123');
    expect(others).toEqual([]);
    expect(text).toContain(core.codes[0]);
    expect(text).toContain('15 minutes');
  });

  it('sends each new code of a resend, and tells the person when there were too many', async () => {
    const { deviceId, preAuthSessionId, status } = await ask('code', { phoneNumber: OTHER_NUMBER });
    expect(status).toBe('OK');
    const resend = () => ask('code/resend', { deviceId, preAuthSessionId });
    expect([await resend(), await resend()]).toMatchObject([{ status: 'OK' }, { status: 'OK' }]);
    const texts = await messagesTo(OTHER_NUMBER);
    expect(texts).toHaveLength(3);
    for (const code of core.codes.slice(-3)) expect(texts.join('\n')).toContain(code);
    const message = 'Too many codes were requested. Try again later.';
    expect(await resend()).toEqual({ httpStatus: '200', status: 'GENERAL_ERROR', message });
    expect(await ask('code', { phoneNumber: OTHER_NUMBER })).toMatchObject({ status: 'GENERAL_ERROR', message });
    expect(await messagesTo(OTHER_NUMBER)).toHaveLength(3);
  });

  it('pins the version that it names', () => {
    const { dependencies } = readJson<{ dependencies: Record<string, string> }>(join(FOLDER, 'package.json'));
    expect(readText(join(FOLDER, 'README.md'))).toContain(`\`supertokens-node\` ${dependencies['supertokens-node']}`);
  });
});
