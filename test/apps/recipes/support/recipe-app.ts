/** Either example app within the test's process: its own routes on a port of its own, an inbox, and a clock to move. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { createOtpFromEnv } from '@countersign/otp-config';
import { createInbox } from '@countersign/otp-inbox';
import { until } from '@countersign/test-servers/until';
import { createAdaptorServer } from '@hono/node-server';
import { pino } from 'pino';
import { createApp as createExpressApp } from '../../../../apps/express/src/app.ts';
import { createApp as createHonoApp } from '../../../../apps/hono/src/app.ts';
import { createAccounts } from '../../../../apps/shared/accounts.ts';
import { openRecipes } from '../../../../apps/shared/open-recipes.ts';
import { createOtpListener } from '../../../../apps/shared/otp-listener.ts';
import { RECIPE_VARIABLES } from '../../../../apps/shared/recipes/recipe-engines.ts';
import { readSettings } from '../../../../apps/shared/settings.ts';
import type { APPS } from '../../example-app.ts';

export type AppName = (typeof APPS)[number];

export interface RecipeApp {
  readonly url: string;
  readonly inboxUrl: string;
  /** Posts JSON; an address of its own for each caller who asks for one. */
  post(path: string, body: unknown, options?: PostOptions): Promise<Answer>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The code of the first message to a number, or of a later one; waits for it, as a hidden answer may come before its message. */
  codeOf(phoneNumber: string, message?: number): Promise<string>;
  messagesTo(phoneNumber: string): number;
  /** Lets codes age: the clock of engines and store goes on, nothing waits. */
  advance(durationMs: number): void;
  /** What was logged of late. */
  log(): string;
  close(): Promise<void>;
}

export interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** As the proxy in front says it. @defaultValue one for each request */
  readonly from?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Environment = Readonly<Record<string, string>>;

/** In lines: tests with many requests measure memory as well. */
const LONGEST_LOG = 1_000;

const DEFAULTS = {
  NODE_ENV: 'test',
  OTP_SECRET: 'a-secret-of-the-tests-0123456789-abcdef',
  OTP_ANSWER_AFTER_MS: '150',
  // Each caller of a test has an address of their own, unless it is about addresses.
  OTP_TRUSTED_PROXIES: '1',
};

export async function startRecipeApp(
  app: AppName,
  settings: Environment | ((inboxUrl: string) => Environment),
): Promise<RecipeApp> {
  const inbox = createInbox({ port: 0, maxMessages: 10_000 });
  const inboxUrl = await inbox.listen();
  const given = typeof settings === 'function' ? settings(inboxUrl) : settings;
  const environment = { OTP_PROVIDER: 'inbox', OTP_INBOX_URL: inboxUrl, ...DEFAULTS, ...given };
  const read = readSettings(environment);
  if (read.problems.length > 0) throw new Error(read.problems.join('\n'));
  const logged: string[] = [];
  const keep = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      if (logged.length > LONGEST_LOG) logged.shift();
      done();
    },
  });
  const log = pino({ base: null }, keep);
  const { onEvent, providerState } = createOtpListener(log);
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };
  const otp = await createOtpFromEnv(environment, { onEvent, appVariables: RECIPE_VARIABLES, clock });
  const recipes = await openRecipes(otp, read);
  const accounts = createAccounts(environment.OTP_SECRET ?? '');
  const options = { ...otp, accounts, recipes, providerState, log, trustedProxies: read.trustedProxies, inboxUrl };
  const server =
    app === 'express'
      ? createServer(createExpressApp(options))
      : (createAdaptorServer({ fetch: createHonoApp(options).fetch }) as Server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let callers = 0;
  const nextCaller = () => `10.${(callers >> 14) & 255}.${(callers >> 6) & 255}.${(callers++ & 63) + 1}`;

  return {
    url,
    inboxUrl,
    post: (path, body, { headers = {}, from = nextCaller() } = {}) =>
      ask(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': from, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: (path, headers = {}) => ask(url + path, { headers: { 'x-forwarded-for': nextCaller(), ...headers } }),
    codeOf: (phoneNumber, message = 1) =>
      until(`message ${message}`, () => inbox.messages({ to: phoneNumber }).toReversed()[message - 1]?.code ?? false),
    messagesTo: (phoneNumber) => inbox.messages({ to: phoneNumber, limit: 1_000 }).length,
    advance(durationMs) {
      aheadMs += durationMs;
    },
    log: () => logged.join(''),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await otp.close();
      await recipes.close();
      await inbox.close();
    },
  };
}

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}
