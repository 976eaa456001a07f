/** The OTP routes as a test wants them: every answer of the server, without five wrong codes or a day's wait. */
import type { Page, Route } from 'playwright-core';

export const CODE = '493027';

/** A problem to answer with: its `code` and members. */
export type ScriptedProblem = Readonly<Record<string, unknown>> & { readonly code: string; readonly status?: number };

export interface ServerScript {
  /** By call, the last for all that follow; left out: a code is sent. `'offline'`: the request fails; `'pending'`: it waits for ever. */
  readonly requests?: readonly (ScriptedProblem | SentMembers | Silence)[];
  readonly resends?: readonly (ScriptedProblem | SentMembers | Silence)[];
  /** Left out: the code is compared, five tries are given. */
  readonly checks?: readonly (ScriptedProblem | Silence)[];
  readonly countries?: readonly string[] | null;
  readonly account?: { readonly phoneNumber: string; readonly isNew: boolean } | null;
  /** Members of the page's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

type Silence = 'offline' | 'pending';

interface SentMembers {
  readonly codeLength?: number;
  /** Until it may be sent again. */
  readonly waitMs?: number;
  readonly ttlMs?: number;
}

export interface ScriptedServer {
  readonly calls: { readonly path: string; readonly body: Readonly<Record<string, unknown>> }[];
}

/** Before the page is opened. Times are told by the page's own clock, which a test may move. */
export async function scriptServer(page: Page, script: ServerScript = {}): Promise<ScriptedServer> {
  const calls: { path: string; body: Record<string, unknown> }[] = [];
  const counts: Record<string, number> = {};
  let triesLeft = 5;
  let account = script.account ?? null;
  const nowOf = (): Promise<number> => page.evaluate(() => Date.now());

  const problem = (route: Route, { status = 400, code, ...members }: ScriptedProblem): Promise<void> =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: `urn:problem-type:countersign:${code}`, title: code, status, code, ...members }),
    });

  const sent = async (route: Route, { codeLength = 6, waitMs = 30_000, ttlMs = 600_000 }: SentMembers) => {
    const nowMs = await nowOf();
    triesLeft = 5;
    const [expiresAt, resendAt] = [ttlMs, waitMs].map((ms) => new Date(nowMs + ms).toISOString());
    return route.fulfill({
      status: 202,
      json: { challenge: 'sealed-handle', codeLength, maskedTo: '+*******23', expiresAt, resendAt },
    });
  };

  const check = async (route: Route, { code, purpose = 'default' }: Record<string, unknown>): Promise<void> => {
    if (code !== CODE) {
      triesLeft -= 1;
      if (triesLeft < 0) return problem(route, { code: 'challenge-not-active', status: 410 });
      return problem(route, { code: 'mismatch', status: 422, attemptsLeft: triesLeft });
    }
    if (purpose === 'sign-in') account ??= { phoneNumber: '+14155550199', isNew: true };
    return route.fulfill({ json: { verified: true, phoneNumber: '+14155550199', purpose } });
  };

  await page.route('**/otp/**', async (route, request) => {
    const path = new URL(request.url()).pathname.replace(/^.*\/otp/, '');
    if (path === '/countries') return route.fulfill({ json: { countries: script.countries ?? null } });
    const body = request.postDataJSON() as Record<string, unknown>;
    calls.push({ path, body });
    const [scripted, usual] =
      path === '/verifications/check'
        ? [script.checks, () => check(route, body)]
        : path === '/verifications/cancel'
          ? [undefined, () => route.fulfill({ status: 204 })]
          : [path === '/verifications' ? script.requests : script.resends, () => sent(route, {})];
    counts[path] = (counts[path] ?? 0) + 1;
    const answer = scripted?.[Math.min(counts[path], scripted.length) - 1];
    if (answer === undefined) return usual();
    if (answer === 'offline') return route.abort();
    if (answer === 'pending') return;
    if (!('code' in answer)) return sent(route, answer);
    const { retryAfterMs, ...rest } = answer;
    if (typeof retryAfterMs !== 'number') return problem(route, answer);
    return problem(route, { ...rest, retryAt: new Date((await nowOf()) + retryAfterMs).toISOString() });
  });
  await page.route('**/me', (route) => route.fulfill({ json: { account } }));
  await page.route('**/auth/logout', (route) => {
    account = null;
    return route.fulfill({ status: 204 });
  });
  await page.route('**/payment', (route) => route.fulfill({ status: 204 }));
  await page.route('**/demo.json', (route) => route.fulfill({ json: { inboxUrl: 'http://localhost:4025' } }));
  if (script.settings !== undefined) {
    await page.route('**/page-settings.js', async (route) => {
      const body = await (await route.fetch()).text();
      await route.fulfill({
        contentType: 'text/javascript',
        body: `${body}\nObject.assign(SETTINGS, ${JSON.stringify(script.settings)});`,
      });
    });
  }
  return { calls };
}
