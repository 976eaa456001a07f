/** The README of the example with Auth.js, followed line by line: its own program, its own commands. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJson, readText } from '../support/workspace.ts';
import { type OpenExample, openExample } from './support/open-example.ts';

const FOLDER = 'apps/examples/authjs';

let example: OpenExample;

beforeAll(async () => {
  example = await openExample(FOLDER);
}, 120_000);
afterAll(() => example?.stop());

describe(`${FOLDER}/README.md`, () => {
  it('opens a session by its commands', async () => {
    expect(JSON.parse(await example.paste())).toMatchObject({
      user: { name: '+14155550123' },
      expires: expect.any(String),
    });
    expect(example.complaints()).toBe('');
  });

  it('opens none for a wrong code, and names the reason in the address', async () => {
    const answer = await example.paste((commands) =>
      commands
        .replaceAll('+14155550123', '+14155550124')
        .replaceAll('%2B14155550123', '%2B14155550124')
        .replace('-d "code=$CODE"', '-d "code=$(printf %06d $(( (10#$CODE + 1) % 1000000 )))"')
        .replace('curl -s -o /dev/null', "curl -s -o /dev/null -w '%{redirect_url}\\n'"),
    );
    const [address = '', session] = answer.split('\n');
    expect(new URL(address).searchParams.get('code')).toBe('mismatch');
    expect(session).toBe('null');
  });

  it('pins the version that it names', () => {
    const { dependencies } = readJson<{ dependencies: Record<string, string> }>(join(FOLDER, 'package.json'));
    expect(readText(join(FOLDER, 'README.md'))).toContain(`\`@auth/core\` ${dependencies['@auth/core']}`);
  });
});
