/** Plays Sinch's SMS API, as it is in every region: send a batch, get and list batches, their delivery reports. */
import { randomBytes } from 'node:crypto';
import type { InboxRequest } from '../../http/inbox-request.ts';
import { createJsonReply, type Reply } from '../../http/reply.ts';
import { getParameter } from '../../http/request-parameters.ts';
import type { PathParameters, Route } from '../../http/route.ts';
import { parsePhoneNumber } from '../../messages/phone-number.ts';
import type { InboxSinchSmsSettings } from '../../vendor-settings.ts';
import { BoundedMap, MAX_REMEMBERED } from '../bounded-map.ts';
import type { Desk } from '../desk.ts';
import type { Twin } from '../twin.ts';
import { describeBatch, describeRecipient, describeReport, readSinchBatch, type SinchBatch } from './sinch-batches.ts';
import { SINCH_SMS_TRAITS } from './sinch-faults.ts';
import { parseSinchJson } from './sinch-json.ts';
import { createSmsRefusal, smsRefusal } from './sinch-refusal.ts';
import { createSinchReports } from './sinch-reports.ts';

const BATCHES = '/xms/v1/{service_plan_id}/batches';
const DEFAULT_PAGE_SIZE = 30;
const MAX_PAGE_SIZE = 100;

export function createSinchSmsTwin(desk: Desk, settings: InboxSinchSmsSettings): Twin {
  const batches = new BoundedMap<string, SinchBatch>(MAX_REMEMBERED);

  async function send(request: InboxRequest): Promise<Reply> {
    const body = parseSinchJson(await request.readBody());
    const batch = readSinchBatch(body, createBatchId(desk.now()), desk.now());
    const validityMs = batch.expireAt === null ? null : Date.parse(batch.expireAt) - desk.now();
    for (const to of batch.to) {
      const sent = desk.take(request, SINCH_SMS_TRAITS, {
        vendorId: batch.id,
        to,
        text: batch.text,
        from: batch.from,
        validitySeconds: validityMs === null ? null : Math.round(validityMs / 1000),
        receipts: createSinchReports(batch, to, settings),
      });
      batch.sent.push(sent);
    }
    batches.set(batch.id, batch);
    return createJsonReply(201, describeBatch(batch));
  }

  /** Checks a batch and sends nothing. */
  async function dryRun(request: InboxRequest): Promise<Reply> {
    const batch = readSinchBatch(parseSinchJson(await request.readBody()), 'dry-run', desk.now());
    const recipients = batch.to.length;
    return createJsonReply(200, {
      number_of_recipients: recipients,
      number_of_messages: recipients,
      per_recipient: [],
    });
  }

  function find(path: PathParameters): SinchBatch {
    const batch = batches.get(path.get('id') ?? '');
    if (batch === undefined) throw smsRefusal(404, 'not_found', 'There is no such batch.');
    return batch;
  }

  function list(request: InboxRequest): Reply {
    const query = request.readQuery();
    const page = readWhole(getParameter(query, 'page'), 0);
    const size = Math.min(readWhole(getParameter(query, 'page_size'), DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE);
    const all = [...batches.values()].reverse();
    const shown = all.slice(page * size, (page + 1) * size).map(describeBatch);
    return createJsonReply(200, { page, page_size: shown.length, count: all.length, batches: shown });
  }

  function report(request: InboxRequest, path: PathParameters): Reply {
    const kind = getParameter(request.readQuery(), 'type') ?? 'summary';
    if (kind !== 'summary' && kind !== 'full') {
      throw smsRefusal(400, 'syntax_invalid_parameter_format', "'type' must be summary or full.");
    }
    return createJsonReply(200, describeReport(find(path), kind));
  }

  function reportOnRecipient(path: PathParameters): Reply {
    const batch = find(path);
    const to = parsePhoneNumber(decodeURIComponentSafely(path.get('recipient')));
    const sent = batch.sent.find((each) => each.to === to);
    if (sent === undefined) throw smsRefusal(404, 'not_found', 'The batch has no such recipient.');
    return createJsonReply(200, describeRecipient(batch, sent.to, sent.delivery));
  }

  function route(
    method: Route['method'],
    path: string,
    answer: (request: InboxRequest, path: PathParameters) => Reply | Promise<Reply>,
  ): Route {
    return {
      method,
      path: `${BATCHES}${path}`,
      handle(request, parameters) {
        checkToken(request, parameters, settings);
        return answer(request, parameters);
      },
    };
  }

  return {
    provider: 'sinch-sms',
    traits: SINCH_SMS_TRAITS,
    routes: [
      route('POST', '', send),
      route('GET', '', list),
      route('POST', '/dry_run', dryRun),
      route('GET', '/{id}', (_request, path) => createJsonReply(200, describeBatch(find(path)))),
      route('GET', '/{id}/delivery_report', report),
      route('GET', '/{id}/delivery_report/{recipient}', (_request, path) => reportOnRecipient(path)),
    ],
    owns: ({ path }) => path.startsWith('/xms/'),
    // The inbox looks at bearer tokens itself.
    readCredential: () => null,
    createRefusal: createSmsRefusal,
  };
}

/** Any token of the right shape, unless the settings tell which. */
function checkToken({ headers }: InboxRequest, path: PathParameters, settings: InboxSinchSmsSettings): void {
  const { servicePlanId, apiToken } = settings;
  const token = /^Bearer ([\x21-\x7e]{8,512})$/i.exec(headers.authorization ?? '')?.[1];
  const isPlan = servicePlanId === undefined || path.get('service_plan_id') === servicePlanId;
  if (token === undefined || !isPlan || (apiToken !== undefined && token !== apiToken)) {
    throw smsRefusal(401, 'unauthorized', 'Show the API token of the service plan.');
  }
}

/** 26 letters and digits, as Sinch's are: the time, and chance. */
function createBatchId(nowMs: number): string {
  return `01${nowMs.toString(36)}${randomBytes(16).toString('hex')}`.toUpperCase().slice(0, 26);
}

function readWhole(value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw smsRefusal(400, 'syntax_invalid_parameter_format', 'A page must be a whole number.');
}

function decodeURIComponentSafely(segment: string | undefined): string {
  try {
    return decodeURIComponent(segment ?? '');
  } catch {
    return '';
  }
}
