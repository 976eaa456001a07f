/** Serves the page and its parts, and lets a browser in that shows the token once. */
import { createHash } from 'node:crypto';
import type { AccessGuard } from '../http/access-guard.ts';
import type { HttpProblem } from '../http/http-problem.ts';
import type { ServedRoute } from '../http/inbox-server.ts';
import { createProblemReply, createReply, type Reply } from '../http/reply.ts';
import { getParameter } from '../http/request-parameters.ts';
import { PAGE_HTML } from './page-html.ts';
import { PAGE_ICON } from './page-icon.ts';
import { PAGE_STYLE } from './page-style.ts';
import { SCRIPT_CONVERSATIONS } from './script-conversations.ts';
import { SCRIPT_MAIN } from './script-main.ts';
import { SCRIPT_VIEW } from './script-view.ts';
import { SIGN_IN_HTML, SIGN_IN_STYLE } from './sign-in-html.ts';

const HTML = 'text/html; charset=utf-8';

export function createPageRoutes(guard: AccessGuard): readonly ServedRoute[] {
  const script = [SCRIPT_CONVERSATIONS, SCRIPT_VIEW, SCRIPT_MAIN].join('');
  return [
    {
      method: 'GET',
      path: '/',
      readCredential: (request) => getParameter(request.readQuery(), 'token') ?? null,
      createRefusal: (problem) =>
        problem.code === 'unauthorized' ? createSignInReply(problem) : createProblemReply(problem),
      handle(request) {
        if (!guard.isToken(getParameter(request.readQuery(), 'token') ?? '')) return createReply(200, HTML, PAGE_HTML);
        // Away from the address with the token at once: it must not stay in the history.
        return { status: 303, headers: { Location: '/', 'Set-Cookie': guard.createCookie(request) }, body: '' };
      },
    },
    createFileRoute('/page.css', 'text/css; charset=utf-8', PAGE_STYLE),
    createFileRoute('/page.js', 'text/javascript; charset=utf-8', script),
    createFileRoute('/icon.svg', 'image/svg+xml', PAGE_ICON),
  ];
}

function createFileRoute(path: string, contentType: string, content: string): ServedRoute {
  return { method: 'GET', path, handle: () => createReply(200, contentType, content) };
}

function createSignInReply(problem: HttpProblem): Reply {
  const hash = createHash('sha256').update(SIGN_IN_STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  const reply = createReply(problem.status, HTML, SIGN_IN_HTML);
  return { ...reply, headers: { ...reply.headers, ...problem.headers, 'Content-Security-Policy': policy } };
}
