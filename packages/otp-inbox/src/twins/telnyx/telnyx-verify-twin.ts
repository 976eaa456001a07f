/** Plays Telnyx Verify: start by text or by call, retrieve, check by id and by number, and the profile. */

import type { InboxRequest } from '../../http/inbox-request.ts';
import { createJsonReply, type Reply } from '../../http/reply.ts';
import type { PathParameters, Route } from '../../http/route.ts';
import type { InboxTelnyxSettings } from '../../vendor-settings.ts';
import type { Desk } from '../desk.ts';
import type { Twin } from '../twin.ts';
import {
  checkApiKey,
  decodeSegment,
  isTelnyxPath,
  isUuid,
  readCustomCode,
  readGuess,
  readLifeSeconds,
  readPhoneNumber,
  readProfileId,
  readTelnyxBody,
  TELNYX_PATH,
} from './telnyx-body.ts';
import { TELNYX_VERIFY_TRAITS } from './telnyx-faults.ts';
import { createTelnyxRefusal, notPlayed, telnyxRefusal } from './telnyx-refusal.ts';
import { createTelnyxVerifications, type TelnyxVerification } from './telnyx-verifications.ts';
import { createVerifyWebhooks, type TelnyxSigner } from './telnyx-webhooks.ts';

const DEFAULT_CODE_LENGTH = 5;

export function createTelnyxVerifyTwin(desk: Desk, settings: InboxTelnyxSettings, readKey: TelnyxSigner): Twin {
  const codeLength = settings.codeLength ?? DEFAULT_CODE_LENGTH;
  const verifications = createTelnyxVerifications(desk.now, codeLength);

  async function start(request: InboxRequest, type: 'sms' | 'call'): Promise<Reply> {
    const body = await readTelnyxBody(request);
    if ((body.get('extension') ?? null) !== null) throw notPlayed('extension');
    const verification = verifications.prepare({
      to: readPhoneNumber(body.get('phone_number'), 'phone_number', '10016'),
      profileId: readProfileId(body, 'verify_profile_id'),
      type,
      seconds: readLifeSeconds(body),
      customCode: readCustomCode(body),
    });
    desk.take(request, TELNYX_VERIFY_TRAITS, {
      vendorId: verification.id,
      to: verification.to,
      text: `Your verification code is ${verification.code}.`,
      channel: type,
      validitySeconds: verification.seconds,
      receipts: createVerifyWebhooks(readKey, verification, settings.webhookUrl),
    });
    verifications.keep(verification);
    return createJsonReply(200, { data: describe(verification) });
  }

  function check(
    request: InboxRequest,
    verification: TelnyxVerification | undefined,
    readOutcome: (found: TelnyxVerification) => 'accepted' | 'rejected',
  ): Reply {
    if (verification === undefined) throw notFound();
    desk.check(request, TELNYX_VERIFY_TRAITS, verification.to);
    const data = { phone_number: verification.to, response_code: readOutcome(verification) };
    return createJsonReply(200, { data });
  }

  async function checkById(request: InboxRequest, path: PathParameters): Promise<Reply> {
    const body = await readTelnyxBody(request);
    const found = verifications.find(path.get('id') ?? '');
    const status = body.get('status') ?? null;
    if (status !== null) {
      if (status !== 'accepted' && status !== 'rejected') throw telnyxRefusal(400, '10015', 'Bad Request', 'status');
      return check(request, found, (verification) => {
        verifications.end(verification, status);
        return status;
      });
    }
    const guess = readGuess(body);
    return check(request, found, (verification) => verifications.check(verification, guess));
  }

  async function checkByNumber(request: InboxRequest, path: PathParameters): Promise<Reply> {
    const body = await readTelnyxBody(request);
    const guess = readGuess(body);
    const found = verifications.findPending(readNumber(path), readProfileId(body, 'verify_profile_id'));
    return check(request, found, (verification) => verifications.check(verification, guess));
  }

  function retrieve(path: PathParameters): Reply {
    const found = verifications.find(path.get('id') ?? '');
    if (found === undefined) throw notFound();
    return createJsonReply(200, { data: describe(found) });
  }

  function list(path: PathParameters): Reply {
    const data = verifications.listOf(readNumber(path)).map(describe);
    const total = data.length;
    return createJsonReply(200, {
      data,
      meta: { page_number: 1, page_size: Math.max(1, total), total_pages: 1, total_results: total },
    });
  }

  function describe(verification: TelnyxVerification) {
    const { id, to, type, profileId, customCode, seconds, startedAtMs, updatedAtMs } = verification;
    return {
      id,
      record_type: 'verification',
      type,
      status: verifications.statusOf(verification),
      phone_number: to,
      verify_profile_id: profileId,
      custom_code: customCode,
      timeout_secs: seconds,
      created_at: toLocalIso(startedAtMs),
      updated_at: toLocalIso(updatedAtMs),
    };
  }

  function describeProfile(path: PathParameters): Reply {
    const id = path.get('id') ?? '';
    if (!isUuid(id)) throw notFound();
    const limits = { default_verification_timeout_secs: 300, whitelisted_destinations: ['*'] };
    const channel = { app_name: 'Inbox', code_length: codeLength, messaging_template_id: null, ...limits };
    return createJsonReply(200, {
      data: {
        id,
        record_type: 'verification_profile',
        name: 'Inbox',
        language: 'en-US',
        webhook_url: settings.webhookUrl ?? null,
        webhook_failover_url: null,
        sms: { ...channel, alpha_sender: 'Telnyx' },
        call: channel,
        created_at: toLocalIso(desk.now()),
        updated_at: toLocalIso(desk.now()),
      },
    });
  }

  function route(
    method: Route['method'],
    path: string,
    answer: (request: InboxRequest, path: PathParameters) => Reply | Promise<Reply>,
  ): Route {
    return {
      method,
      path: `${TELNYX_PATH}${path}`,
      handle(request, parameters) {
        checkApiKey(request, settings);
        return answer(request, parameters);
      },
    };
  }

  return {
    provider: 'telnyx-verify',
    traits: TELNYX_VERIFY_TRAITS,
    routes: [
      route('POST', '/verifications/sms', (request) => start(request, 'sms')),
      route('POST', '/verifications/call', (request) => start(request, 'call')),
      route('GET', '/verifications/{id}', (_request, path) => retrieve(path)),
      route('GET', '/verifications/by_phone_number/{number}', (_request, path) => list(path)),
      route('POST', '/verifications/{id}/actions/verify', checkById),
      route('POST', '/verifications/by_phone_number/{number}/actions/verify', checkByNumber),
      route('GET', '/verify_profiles/{id}', (_request, path) => describeProfile(path)),
    ],
    owns: isTelnyxPath,
    readCredential: () => null,
    createRefusal: createTelnyxRefusal,
  };
}

function notFound() {
  return telnyxRefusal(404, '10005', 'Resource not found');
}

function readNumber(path: PathParameters) {
  return readPhoneNumber(decodeSegment(path.get('number')), 'phone_number', '10016');
}

/** Verify tells time without a zone. */
function toLocalIso(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, -1);
}
