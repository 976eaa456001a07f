/** Serves the page and its parts, and lets a browser in that shows the token once. */
import type { AccessGuard } from '../http/access-guard.ts';
import { HttpProblem } from '../http/http-problem.ts';
import type { ServedRoute } from '../http/inbox-server.ts';
import { createProblemReply, createReply, type Reply } from '../http/reply.ts';
import { getParameter } from '../http/request-parameters.ts';
import { readPageFile } from './page-files.ts';
import { createSignInPage } from './sign-in-page.ts';

/** @param maxMessages how many the inbox keeps: the page keeps no more */
export function createPageRoutes(guard: AccessGuard, maxMessages: number): readonly ServedRoute[] {
  return [
    {
      method: 'GET',
      path: '/',
      readCredential: (request) => getParameter(request.readQuery(), 'token') ?? null,
      createRefusal: (problem) =>
        problem.code === 'unauthorized' ? createSignInReply(problem) : createProblemReply(problem),
      handle(request) {
        if (!guard.isToken(getParameter(request.readQuery(), 'token') ?? '')) {
          return createFileReply('index.html', (html) => html.replace('{{maxMessages}}', String(maxMessages)));
        }
        // Away from the address with the token at once: it must not stay in the history.
        return { status: 303, headers: { Location: '/', 'Set-Cookie': guard.createCookie(request) }, body: '' };
      },
    },
    {
      method: 'GET',
      path: '/page/{name}',
      handle: (_request, path) => createFileReply(path.get('name') ?? '', (content) => content),
    },
  ];
}

function createFileReply(name: string, complete: (content: string) => string): Reply {
  const file = readPageFile(name);
  if (file === null) throw new HttpProblem('not-found', 'There is nothing at this address.');
  return createReply(200, file.contentType, complete(file.content));
}

function createSignInReply(problem: HttpProblem): Reply {
  const { html, styleHash } = createSignInPage();
  const policy = `default-src 'none'; style-src '${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  const reply = createReply(problem.status, 'text/html; charset=utf-8', html);
  return { ...reply, headers: { ...reply.headers, ...problem.headers, 'Content-Security-Policy': policy } };
}
