/** Plays Twilio's Programmable Messaging, and with it Lookup: send, fetch, list, redact, delete. */
import { randomBytes } from 'node:crypto';
import type { InboxRequest } from '../../http/inbox-request.ts';
import { createJsonReply, createReply, type Reply } from '../../http/reply.ts';
import type { PathParameters, Route } from '../../http/route.ts';
import type { InboxTwilioSettings } from '../../vendor-settings.ts';
import { BoundedMap, MAX_REMEMBERED } from '../bounded-map.ts';
import type { Desk } from '../desk.ts';
import type { Twin } from '../twin.ts';
import { TWILIO_TRAITS } from './twilio-faults.ts';
import {
  createTwilioForm,
  isTwilioPath,
  readTwilioCaller,
  readTwilioForm,
  readTwilioSecret,
  type TwilioCaller,
  type TwilioForm,
} from './twilio-form.ts';
import { createLookupRoutes } from './twilio-lookup.ts';
import { describeMessage, readTwilioMessage, type TwilioRecord } from './twilio-messages.ts';
import { createPage } from './twilio-page.ts';
import { createTwilioReceipts } from './twilio-receipts.ts';
import { createTwilioRefusal, notFound, notPlayed, twilioRefusal } from './twilio-refusal.ts';

/** What is known of a request once it was let in. */
interface Asked {
  readonly request: InboxRequest;
  readonly caller: TwilioCaller;
  readonly form: TwilioForm;
  readonly path: PathParameters;
}

const ACCOUNT = '/2010-04-01/Accounts/{account}';

export function createTwilioMessagesTwin(desk: Desk, settings: InboxTwilioSettings): Twin {
  /** Oldest first. */
  const records = new BoundedMap<string, TwilioRecord>(MAX_REMEMBERED);

  function send({ request, caller, form }: Asked): Reply {
    const message = readTwilioMessage(form);
    const sid = `${message.media.length > 0 ? 'MM' : 'SM'}${randomBytes(16).toString('hex')}`;
    const sent = desk.take(request, TWILIO_TRAITS, {
      vendorId: sid,
      to: message.to,
      text: message.text,
      channel: message.channel,
      from: message.from ?? message.messagingServiceSid,
      media: message.media,
      maxPriceUsd: message.maxPrice,
      validitySeconds: message.validitySeconds,
      receipts: createTwilioReceipts(caller, sid, message),
    });
    const body = message.text;
    const { accountSid } = caller;
    const record = { sid, accountSid, message, sent, body, updatedAtMs: sent.acceptedAtMs };
    records.set(sid, message.isTextKept ? record : { ...record, body: '' });
    return createJsonReply(201, describeMessage(record));
  }

  function find({ caller, path }: Asked): TwilioRecord {
    const sid = (path.get('sid') ?? '').replace(/\.json$/, '');
    const record = records.get(sid);
    if (record !== undefined && record.accountSid === caller.accountSid) return record;
    throw notFound(`/2010-04-01/Accounts/${caller.accountSid}/Messages.json`);
  }

  function list({ request, caller }: Asked): Reply {
    const query = createTwilioForm(request.readQuery());
    const isMeant = createFilter(query);
    const found = [...records.values()]
      .filter((each) => each.accountSid === caller.accountSid && isMeant(each))
      .reverse();
    const page = createPage(
      `/2010-04-01/Accounts/${caller.accountSid}/Messages.json`,
      query,
      found.map(describeMessage),
    );
    return createJsonReply(200, page.asOf2010('messages'));
  }

  function update(asked: Asked): Reply {
    const record = find(asked);
    const { form } = asked;
    if (form('Status') !== undefined) throw notPlayed('cancelling of scheduled messages (Status)');
    if (!form.has('Body')) throw twilioRefusal(400, 20001, "Unknown parameters: give 'Body' or 'Status'.");
    if (form('Body') !== undefined) throw twilioRefusal(400, 20422, "'Body' can only be emptied.");
    const redacted = { ...record, body: '', updatedAtMs: desk.now() };
    records.set(record.sid, redacted);
    return createJsonReply(200, describeMessage(redacted));
  }

  function remove(asked: Asked): Reply {
    const { sid, sent } = find(asked);
    if (sent.delivery.status !== 'delivered' && sent.delivery.status !== 'undelivered') {
      throw twilioRefusal(409, 20009, 'Cannot delete this resource before it is complete');
    }
    records.delete(sid);
    return createReply(204, 'application/json', '');
  }

  function describeAccount({ caller: { accountSid } }: Asked): Reply {
    return createJsonReply(200, {
      sid: accountSid,
      owner_account_sid: accountSid,
      friendly_name: 'Inbox',
      status: 'active',
      type: 'Full',
      date_created: null,
      date_updated: null,
      uri: `/2010-04-01/Accounts/${accountSid}.json`,
      subresource_uris: { messages: `/2010-04-01/Accounts/${accountSid}/Messages.json` },
    });
  }

  function route(method: Route['method'], path: string, answer: (asked: Asked) => Reply): Route {
    return {
      method,
      path,
      async handle(request, parameters) {
        const account = parameters.get('account')?.replace(/\.json$/, '');
        const caller = readTwilioCaller(request, account, settings);
        return answer({ request, caller, form: await readTwilioForm(request), path: parameters });
      },
    };
  }

  return {
    provider: 'twilio',
    traits: TWILIO_TRAITS,
    routes: [
      route('POST', `${ACCOUNT}/Messages.json`, send),
      route('GET', `${ACCOUNT}/Messages.json`, list),
      route('GET', `${ACCOUNT}/Messages/{sid}`, (asked) => createJsonReply(200, describeMessage(find(asked)))),
      route('POST', `${ACCOUNT}/Messages/{sid}`, update),
      route('DELETE', `${ACCOUNT}/Messages/{sid}`, remove),
      route('GET', ACCOUNT, describeAccount),
      ...createLookupRoutes(settings),
    ],
    owns: isTwilioPath,
    readCredential: readTwilioSecret,
    createRefusal: createTwilioRefusal,
  };
}

function createFilter(query: TwilioForm): (record: TwilioRecord) => boolean {
  const to = query('To');
  const from = query('From');
  const day = (name: string): number | null => {
    const value = query(name);
    if (value === undefined) return null;
    const timeMs = Date.parse(value);
    if (Number.isNaN(timeMs)) throw twilioRefusal(400, 20422, `'${name}' is not a date.`);
    return timeMs;
  };
  const [on, before, after] = [day('DateSent'), day('DateSent<'), day('DateSent>')];
  return ({ message, sent: { acceptedAtMs } }) =>
    (to === undefined || message.to === to) &&
    (from === undefined || message.from === from) &&
    (on === null || (acceptedAtMs >= on && acceptedAtMs < on + 86_400_000)) &&
    (before === null || acceptedAtMs <= before) &&
    (after === null || acceptedAtMs >= after);
}
