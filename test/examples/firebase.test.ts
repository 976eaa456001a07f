/** The README of the example with Firebase, followed line by line: `firebase-admin` runs, its accounts are a stand-in for the emulator's. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenExample, openExample } from './support/open-example.ts';

const FOLDER = 'apps/examples/firebase';
const ACCOUNTS = '/identitytoolkit.googleapis.com/v1/projects/example-project/accounts';

let folder: string;
let firebase: Server;
let example: OpenExample;
/** Number by uid. */
const users = new Map<string, string>();
const unexpected: string[] = [];

/** The key file that the console generates. */
function writeKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const path = join(folder, 'service-account.json');
  const key = {
    type: 'service_account',
    project_id: 'example-project',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: 'signer@example-project.iam.gserviceaccount.com',
  };
  writeFileSync(path, JSON.stringify(key));
  return path;
}

interface AccountsRequest {
  readonly phoneNumber?: string | readonly string[];
  readonly localId?: readonly string[];
}

function answer(path: string, { phoneNumber, localId = [] }: AccountsRequest): object {
  switch (path) {
    case ACCOUNTS: {
      const uid = `uid-${users.size + 1}`;
      users.set(uid, String(phoneNumber));
      return { localId: uid };
    }
    case `${ACCOUNTS}:lookup`: {
      const found = [...users].filter(([uid, number]) => localId.includes(uid) || phoneNumber?.includes(number));
      return { users: found.map(([uid, number]) => ({ localId: uid, phoneNumber: number })) };
    }
    default:
      unexpected.push(path);
      return {};
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firebase-example-'));
  firebase = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const told = answer(request.url ?? '', JSON.parse(Buffer.concat(chunks).toString() || '{}'));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told));
  });
  await new Promise<void>((resolve) => firebase.listen(0, '127.0.0.1', resolve));
  example = await openExample(FOLDER, {
    files: { 'key.json': writeKey() },
    settings: { FIREBASE_AUTH_EMULATOR_HOST: `127.0.0.1:${(firebase.address() as AddressInfo).port}` },
  });
}, 120_000);

afterAll(async () => {
  await example?.stop();
  firebase?.closeAllConnections();
  firebase?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe(`${FOLDER}/README.md`, () => {
  it('gives a token for a new account by its commands', async () => {
    const { token } = JSON.parse(await example.paste());
    expect(decodeJwt(token)).toMatchObject({ uid: 'uid-1', claims: { phone_verified_at: expect.any(Number) } });
    expect([...users]).toEqual([['uid-1', '+14155550123']]);
    expect(unexpected).toEqual([]);
  });

  it('gives none for a wrong code, and makes no account', async () => {
    const answer = await example.paste((commands) =>
      commands
        .replaceAll('14155550123', '14155550124')
        .replace('\\"$CODE\\"', '\\"$(printf %06d $(( (10#$CODE + 1) % 1000000 )))\\"'),
    );
    expect(JSON.parse(answer)).toEqual({ reason: 'mismatch' });
    expect(users.size).toBe(1);
  });
});
