/** The JSON API of messages, version 1: read, wait, delete, follow. */
import { HttpProblem } from '../http/http-problem.ts';
import type { InboxRequest } from '../http/inbox-request.ts';
import { createJsonReply, createReply, type Reply } from '../http/reply.ts';
import { refuseUnknownParameters } from '../http/request-parameters.ts';
import type { PathParameters, Route } from '../http/route.ts';
import type { Mailbox, StoredMessage } from '../messages/mailbox.ts';
import type { WaitInput, WaitingRoom } from '../messages/waiting-room.ts';
import type { EventStreams } from './event-streams.ts';
import { OPENAPI_DOCUMENT } from './openapi-document.ts';
import { readLimit, readPosition, readProvider, readSearch, readTo, readWaitMs } from './read-query.ts';

export interface ApiParts {
  readonly mailbox: Mailbox;
  readonly waitingRoom: WaitingRoom;
  readonly eventStreams: EventStreams;
}

/** An answer without a body. */
export const GONE: Reply = createReply(204, 'text/plain', '');

export function createApiRoutes({ mailbox, waitingRoom, eventStreams }: ApiParts): readonly Route[] {
  function list(request: InboxRequest): Reply {
    const query = request.readQuery();
    refuseUnknownParameters(query, ['to', 'provider', 'search', 'after', 'before', 'limit']);
    const filter = {
      to: readTo(query),
      provider: readProvider(query),
      search: readSearch(query),
      after: readPosition(query, 'after', mailbox),
      before: readPosition(query, 'before', mailbox),
    };
    return createJsonReply(200, { messages: mailbox.list(filter, readLimit(query)) });
  }

  function find(request: InboxRequest, path: PathParameters): StoredMessage {
    refuseUnknownParameters(request.readQuery(), []);
    const stored = mailbox.find(path.get('id') ?? '');
    if (stored === undefined) throw new HttpProblem('not-found', 'There is no such message, or not any more.');
    return stored;
  }

  function removeAll(request: InboxRequest): Reply {
    const query = request.readQuery();
    refuseUnknownParameters(query, ['to']);
    const to = readTo(query);
    if (to === undefined) mailbox.clear();
    else mailbox.removeAllOf(to);
    return GONE;
  }

  function removeOne(request: InboxRequest, path: PathParameters): Reply {
    mailbox.remove(find(request, path).message.id);
    return GONE;
  }

  async function wait(request: InboxRequest, need: WaitInput['need']): Promise<Reply> {
    const query = request.readQuery();
    refuseUnknownParameters(query, ['to', 'after', 'wait']);
    const to = readTo(query);
    if (to === undefined) throw new HttpProblem('invalid-parameter', `to is missing: whose ${need}?`);
    const after = readPosition(query, 'after', mailbox);
    const outcome = await waitingRoom.wait({ to, after, waitMs: readWaitMs(query), need, signal: request.signal });
    switch (outcome.status) {
      case 'received': {
        const { message } = outcome;
        return createJsonReply(200, need === 'code' ? { code: message.code, message } : { message });
      }
      case 'none': {
        const what = need === 'code' ? 'No message with a code' : 'No message';
        throw new HttpProblem('no-message', `${what} for this number came in time.`);
      }
      case 'too-many-waiters':
        throw new HttpProblem('too-many-waiters', 'Too many requests wait already.', { 'Retry-After': '1' });
      case 'closed':
        throw new HttpProblem('closed', 'The inbox is closing.');
    }
  }

  const messages = '/api/v1/messages';
  return [
    { method: 'GET', path: messages, handle: list },
    { method: 'DELETE', path: messages, handle: removeAll },
    {
      method: 'GET',
      path: `${messages}/{id}`,
      handle: (request, path) => createJsonReply(200, find(request, path).message),
    },
    { method: 'DELETE', path: `${messages}/{id}`, handle: removeOne },
    {
      method: 'GET',
      path: `${messages}/{id}/timeline`,
      handle: (request, path) => createJsonReply(200, { events: find(request, path).timeline }),
    },
    {
      method: 'GET',
      path: `${messages}/{id}/request`,
      handle: (request, path) => createJsonReply(200, find(request, path).request),
    },
    { method: 'GET', path: '/api/v1/message', handle: (request) => wait(request, 'message') },
    { method: 'GET', path: '/api/v1/code', handle: (request) => wait(request, 'code') },
    { method: 'GET', path: '/api/v1/events', handle: () => eventStreams.open() },
    { method: 'GET', path: '/api/v1/openapi.json', handle: () => createJsonReply(200, OPENAPI_DOCUMENT) },
    { method: 'GET', path: '/healthz', handle: () => createJsonReply(200, { status: 'ok' }) },
  ];
}
