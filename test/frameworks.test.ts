/** The page about frameworks holds what it says: each block compiles, serves the whole flow, and limits clients by address. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInbox, type Inbox } from '@countersign/otp-inbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createProject,
  PAGE,
  type Project,
  pageFiles,
  type RunningProgram,
  startProgram,
} from './support/frameworks/framework-programs.ts';
import { fileLinksIn } from './support/readme.ts';
import { typeErrorsOf } from './support/readme-programs.ts';
import { ROOT, readText } from './support/workspace.ts';

const SHARED = ['otp.ts', 'session.ts'];
const REQUESTS_PER_ADDRESS = 3;
const servers = pageFiles().filter(({ name }) => !SHARED.includes(name));

/** Where a platform names the client; elsewhere it is the socket, and there is one client. */
const ADDRESS_HEADERS: Readonly<Record<string, string>> = {
  'worker.ts': 'cf-connecting-ip',
  'app/otp/[...path]/route.ts': 'x-forwarded-for',
};

const PROGRAMS = servers.flatMap(({ name }) =>
  name.startsWith('express.')
    ? [
        { name, expressMajor: '5' as const },
        { name, expressMajor: '4' as const },
      ]
    : [{ name, expressMajor: '5' as const }],
);

let inbox: Inbox;
const projects = new Map<string, Project>();

beforeAll(async () => {
  inbox = createInbox({ port: 0 });
  await inbox.listen();
  for (const major of ['4', '5'] as const) projects.set(major, createProject(major));
});

afterAll(async () => {
  for (const project of projects.values()) project.remove();
  await inbox?.close();
});

function projectOf(expressMajor: string): Project {
  const project = projects.get(expressMajor);
  if (project === undefined) throw new Error(`no project for Express ${expressMajor}`);
  return project;
}

function start(name: string, expressMajor: string): Promise<RunningProgram> {
  return startProgram(projectOf(expressMajor), name, {
    OTP_PROVIDER: 'inbox',
    OTP_INBOX_URL: inbox.url,
    OTP_SECRET: 'a-secret-of-the-tests-that-is-long-enough',
    OTP_REQUESTS_PER_ADDRESS_PER_HOUR: String(REQUESTS_PER_ADDRESS),
    SESSION_SECRET: 'another-secret-of-the-tests-that-is-long',
  });
}

let numbersUsed = 0;
function nextNumber(): string {
  numbersUsed += 1;
  return `+14155550${100 + numbersUsed}`;
}

function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
}

describe('the page about frameworks', () => {
  it('links to files that exist', () => {
    const folder = join(ROOT, dirname(PAGE));
    expect(fileLinksIn(readText(PAGE)).filter((target) => !existsSync(join(folder, target)))).toEqual([]);
  });

  it.each(['4', '5'])(
    'has no type error with the types of Express %s',
    (expressMajor) => {
      const { folder } = projectOf(expressMajor);
      const typed = pageFiles().filter(({ language }) => language === 'ts');
      const errors = typeErrorsOf(typed.map(({ name }) => join(folder, name)));
      expect([...errors.values()].flat()).toEqual([]);
    },
    120_000,
  );

  it.each(PROGRAMS)(
    '$name with Express $expressMajor verifies a number and limits an address',
    async ({ name, expressMajor }) => {
      const program = await start(name, expressMajor);
      try {
        const header = ADDRESS_HEADERS[name];
        const from = (address: string) => (header === undefined ? {} : { [header]: address });
        const phoneNumber = nextNumber();
        const requested = await post(`${program.url}/otp/verifications`, { phoneNumber }, from('198.51.100.7'));
        expect(requested.status).toBe(202);
        const { challenge } = (await requested.json()) as { challenge: string };
        const code = await inbox.waitForCode({ to: phoneNumber });
        const checked = await post(`${program.url}/otp/verifications/check`, { challenge, code }, from('198.51.100.7'));
        expect([checked.status, await checked.json()]).toEqual([
          200,
          { verified: true, phoneNumber, purpose: 'default' },
        ]);
        const cookie = checked.headers.get('set-cookie');
        if (name.endsWith('.ts')) expect(cookie).toMatch(/^__Host-session=[\w.-]+; .*HttpOnly; Secure/);
        expect(cookie ?? '').not.toContain(phoneNumber);

        const statuses: number[] = [];
        for (let request = 1; request <= REQUESTS_PER_ADDRESS; request += 1) {
          const again = await post(
            `${program.url}/otp/verifications`,
            { phoneNumber: nextNumber() },
            from('198.51.100.7'),
          );
          statuses.push(again.status);
        }
        expect(statuses).toEqual([202, 202, 429]);
        if (header !== undefined) {
          const other = await post(
            `${program.url}/otp/verifications`,
            { phoneNumber: nextNumber() },
            from('203.0.113.9'),
          );
          expect(other.status).toBe(202);
        }
        expect((await fetch(`${program.url}/otp/openapi.json`)).status).toBe(200);
        expect(program.complaints()).toBe('');
      } finally {
        await program.stop();
      }
    },
    60_000,
  );
});
