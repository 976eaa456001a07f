/** The JSON API, version 1: read, wait for a code, clear, follow. */
import { HttpProblem } from '../http/http-problem.ts';
import type { InboxRequest } from '../http/inbox-request.ts';
import { createJsonReply, createReply, type Reply } from '../http/reply.ts';
import { refuseUnknownParameters } from '../http/request-parameters.ts';
import type { Route } from '../http/route.ts';
import type { Mailbox } from '../messages/mailbox.ts';
import type { WaitingRoom } from '../messages/waiting-room.ts';
import type { EventStreams } from './event-streams.ts';
import { readAfter, readLimit, readTo, readWaitMs } from './read-query.ts';

export interface ApiParts {
  readonly mailbox: Mailbox;
  readonly waitingRoom: WaitingRoom;
  readonly eventStreams: EventStreams;
}

export function createApiRoutes({ mailbox, waitingRoom, eventStreams }: ApiParts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/messages',
      handle(request) {
        const query = request.readQuery();
        refuseUnknownParameters(query, ['to', 'after', 'limit']);
        const filter = { to: readTo(query), after: readAfter(query, mailbox) };
        return createJsonReply(200, { messages: mailbox.list(filter, readLimit(query)) });
      },
    },
    {
      method: 'DELETE',
      path: '/api/v1/messages',
      handle(request) {
        refuseUnknownParameters(request.readQuery(), []);
        mailbox.clear();
        return createReply(204, 'text/plain', '');
      },
    },
    {
      method: 'GET',
      path: '/api/v1/messages/{id}',
      handle(request, pathParameters) {
        refuseUnknownParameters(request.readQuery(), []);
        const message = mailbox.find(pathParameters.get('id') ?? '');
        if (message === undefined) throw new HttpProblem('not-found', 'There is no such message, or not any more.');
        return createJsonReply(200, message);
      },
    },
    { method: 'GET', path: '/api/v1/code', handle: (request) => waitForCode(request, mailbox, waitingRoom) },
    { method: 'GET', path: '/api/v1/events', handle: () => eventStreams.open() },
    { method: 'GET', path: '/healthz', handle: () => createJsonReply(200, { status: 'ok' }) },
  ];
}

async function waitForCode(request: InboxRequest, mailbox: Mailbox, waitingRoom: WaitingRoom): Promise<Reply> {
  const query = request.readQuery();
  refuseUnknownParameters(query, ['to', 'after', 'wait']);
  const to = readTo(query);
  if (to === undefined) throw new HttpProblem('invalid-parameter', 'to is missing: whose code?');
  const after = readAfter(query, mailbox);
  const outcome = await waitingRoom.wait({
    to,
    after,
    waitMs: readWaitMs(query),
    need: 'code',
    signal: request.signal,
  });
  switch (outcome.status) {
    case 'received':
      return createJsonReply(200, { code: outcome.message.code, message: outcome.message });
    case 'none':
      throw new HttpProblem('no-message', 'No message with a code for this number came in time.');
    case 'too-many-waiters':
      throw new HttpProblem('too-many-waiters', 'Too many requests wait already.', { 'Retry-After': '1' });
    case 'closed':
      throw new HttpProblem('closed', 'The inbox is closing.');
  }
}
