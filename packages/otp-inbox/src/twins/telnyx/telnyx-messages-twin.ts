/** Plays Telnyx's Messaging: send, by every path it has for it, and retrieve. */
import { randomUUID } from 'node:crypto';
import type { InboxRequest } from '../../http/inbox-request.ts';
import { createJsonReply, type Reply } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { InboxTelnyxSettings } from '../../vendor-settings.ts';
import { BoundedMap, MAX_REMEMBERED } from '../bounded-map.ts';
import type { Desk } from '../desk.ts';
import type { Twin } from '../twin.ts';
import { checkApiKey, isTelnyxPath, readTelnyxBody, TELNYX_PATH } from './telnyx-body.ts';
import { TELNYX_TRAITS } from './telnyx-faults.ts';
import { describeMessage, readTelnyxMessage, type TelnyxRecord, type TelnyxSenderKind } from './telnyx-messages.ts';
import { createTelnyxRefusal, telnyxRefusal } from './telnyx-refusal.ts';
import { createMessageWebhooks, type TelnyxSigner } from './telnyx-webhooks.ts';

export function createTelnyxMessagesTwin(desk: Desk, settings: InboxTelnyxSettings, readKey: TelnyxSigner): Twin {
  const records = new BoundedMap<string, TelnyxRecord>(MAX_REMEMBERED);

  async function send(request: InboxRequest, kind: TelnyxSenderKind): Promise<Reply> {
    checkApiKey(request, settings);
    const message = readTelnyxMessage(await readTelnyxBody(request), kind);
    const id = randomUUID();
    const sent = desk.take(request, TELNYX_TRAITS, {
      vendorId: id,
      to: message.to,
      text: message.text,
      from: message.from ?? message.profileId,
      media: message.media,
      receipts: createMessageWebhooks(readKey, message, settings.webhookUrl, () => records.get(id)),
    });
    const record = { id, message, sent };
    records.set(id, record);
    return createJsonReply(200, { data: describeMessage(record) });
  }

  function sending(path: string, kind: TelnyxSenderKind): Route {
    return { method: 'POST', path: `${TELNYX_PATH}${path}`, handle: (request) => send(request, kind) };
  }

  return {
    provider: 'telnyx',
    traits: TELNYX_TRAITS,
    routes: [
      sending('/messages', 'any'),
      sending('/messages/long_code', 'long_code'),
      sending('/messages/number_pool', 'number_pool'),
      sending('/messages/short_code', 'short_code'),
      sending('/messages/alphanumeric_sender_id', 'alphanumeric_sender_id'),
      {
        method: 'GET',
        path: `${TELNYX_PATH}/messages/{id}`,
        handle(request, path) {
          checkApiKey(request, settings);
          const record = records.get(path.get('id') ?? '');
          if (record === undefined) throw telnyxRefusal(404, '10005', 'Resource not found');
          return createJsonReply(200, { data: describeMessage(record) });
        },
      },
    ],
    owns: isTelnyxPath,
    // The inbox finds its token by itself where Telnyx has the key: in `Authorization: Bearer`.
    readCredential: () => null,
    createRefusal: createTelnyxRefusal,
  };
}
