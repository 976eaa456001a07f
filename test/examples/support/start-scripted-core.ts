/** A stand-in for SuperTokens' core, as far as its SDK asks it for a sign-in by phone: paths and answers of its interface 5.4. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedCore {
  readonly url: string;
  /** In the order in which they were made. */
  readonly codes: readonly string[];
  /** What nobody has scripted. */
  readonly unexpected: readonly string[];
  stop(): Promise<void>;
}

type Body = Readonly<Record<string, string>>;
interface Device {
  readonly deviceId: string;
  readonly preAuthSessionId: string;
  readonly phoneNumber: string;
  code: string;
}

const LIFE_MS = 900_000;

export async function startScriptedCore(): Promise<ScriptedCore> {
  const devices = new Map<string, Device>();
  const users = new Map<string, object>();
  const codes: string[] = [];
  const unexpected: string[] = [];

  function makeCode({ phoneNumber = '', deviceId }: Body): object {
    const known = deviceId === undefined ? undefined : devices.get(deviceId);
    const id = known?.deviceId ?? randomUUID();
    const device = known ?? { deviceId: id, preAuthSessionId: `session-${id}`, phoneNumber, code: '' };
    // Never one that the device has had, as the real core sees to.
    device.code = String(100_000 + codes.length);
    codes.push(device.code);
    devices.set(id, device);
    const { code: userInputCode, preAuthSessionId } = device;
    const named = { preAuthSessionId, deviceId: id, codeId: randomUUID(), linkCode: randomUUID() };
    return { status: 'OK', ...named, userInputCode, codeLifetime: LIFE_MS, timeCreated: Date.now() };
  }

  function devicesOf(query: URLSearchParams): object {
    const found = [...devices.values()].filter((device) =>
      [device.deviceId, device.preAuthSessionId].some((id) => [...query.values()].includes(id)),
    );
    const told = found.map(({ preAuthSessionId, phoneNumber }) => ({
      ...{ preAuthSessionId, phoneNumber, failedCodeInputAttemptCount: 0, codes: [] },
    }));
    return { status: 'OK', devices: told };
  }

  function consume({ deviceId = '', userInputCode }: Body): object {
    const device = devices.get(deviceId);
    if (device === undefined) return { status: 'RESTART_FLOW_ERROR' };
    if (device.code !== userInputCode) {
      return { status: 'INCORRECT_USER_INPUT_CODE_ERROR', failedCodeInputAttemptCount: 1, maximumCodeInputAttempts: 5 };
    }
    devices.delete(deviceId);
    const { phoneNumber, preAuthSessionId } = device;
    const consumedDevice = { preAuthSessionId, phoneNumber, failedCodeInputAttemptCount: 0 };
    const user = userWith(phoneNumber);
    users.set(user.id, user);
    return { status: 'OK', createdNewUser: true, user, recipeUserId: user.id, consumedDevice };
  }

  function answer(method: string, url: URL, body: Body): object | null {
    switch (`${method} ${url.pathname}`) {
      case 'GET /apiversion':
        return { versions: ['5.4'] };
      case 'GET /public/recipe/multitenancy/tenant/v2':
        return { status: 'OK', tenantId: 'public', thirdParty: { providers: [] }, coreConfig: {} };
      case 'GET /public/users/by-accountinfo':
        return { status: 'OK', users: [] };
      case 'GET /user/id':
        return { status: 'OK', user: users.get(url.searchParams.get('userId') ?? '') };
      case 'POST /public/recipe/signinup/code':
        return makeCode(body);
      case 'GET /public/recipe/signinup/codes':
        return devicesOf(url.searchParams);
      case 'POST /public/recipe/signinup/code/consume':
        return consume(body);
      case 'POST /public/recipe/session':
        return openSession(body);
      default:
        unexpected.push(`${method} ${url.pathname}`);
        return null;
    }
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://core');
    const told = answer(request.method ?? '', url, await bodyOf(request));
    response.writeHead(told === null ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(told));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    codes,
    unexpected,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
}

function userWith(phoneNumber: string) {
  const id = randomUUID();
  const method = { recipeId: 'passwordless', recipeUserId: id, tenantIds: ['public'], timeJoined: Date.now() };
  return {
    ...{ id, isPrimaryUser: false, tenantIds: ['public'], timeJoined: Date.now() },
    ...{ emails: [], phoneNumbers: [phoneNumber], thirdParty: [], webauthn: { credentialIds: [] } },
    loginMethods: [{ ...method, phoneNumber, verified: true }],
  };
}

/** With a token of the right shape. Nobody here checks who signed it. */
function openSession({ userId = '' }: Body): object {
  const [createdTime, expiry] = [Date.now(), Date.now() + 3_600_000];
  const seconds = { iat: Math.floor(createdTime / 1_000), exp: Math.floor(expiry / 1_000) };
  const handle = randomUUID();
  const claims = { sub: userId, rsub: userId, tId: 'public', sessionHandle: handle, refreshTokenHash1: 'hash' };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ kid: 'key', typ: 'JWT', version: '5', alg: 'RS256' })}.${part({ ...claims, ...seconds })}.none`;
  return {
    status: 'OK',
    session: { handle, userId, recipeUserId: userId, userDataInJWT: {}, tenantId: 'public' },
    accessToken: { token, createdTime, expiry },
    refreshToken: { token: randomUUID(), createdTime, expiry },
  };
}
