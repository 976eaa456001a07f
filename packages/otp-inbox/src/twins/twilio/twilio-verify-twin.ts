/** Plays Twilio Verify, version 2: start, fetch, check, update, the service, and the attempts. */
import type { InboxRequest } from '../../http/inbox-request.ts';
import { createJsonReply, type Reply } from '../../http/reply.ts';
import type { PathParameters, Route } from '../../http/route.ts';
import type { InboxTwilioSettings } from '../../vendor-settings.ts';
import type { Desk } from '../desk.ts';
import type { Twin } from '../twin.ts';
import { TWILIO_VERIFY_TRAITS } from './twilio-faults.ts';
import {
  createTwilioForm,
  decodeSegment,
  isTwilioPath,
  isTwilioSid,
  readTwilioCaller,
  readTwilioForm,
  readTwilioNumber,
  readTwilioSecret,
  type TwilioForm,
} from './twilio-form.ts';
import { createPage } from './twilio-page.ts';
import { createTwilioRefusal, notFound, twilioRefusal } from './twilio-refusal.ts';
import { createTwilioVerifications, type TwilioAttempt, type TwilioVerification } from './twilio-verifications.ts';
import { composeVerifyText, readVerifyStart } from './twilio-verify-start.ts';

/** What is known of a request once it was let in. */
interface Asked {
  readonly request: InboxRequest;
  readonly accountSid: string;
  readonly form: TwilioForm;
  readonly path: PathParameters;
}

const DEFAULT_CODE_LENGTH = 6;
const ORIGIN = 'https://verify.twilio.com';
const SERVICE = '/v2/Services/{service}';

export function createTwilioVerifyTwin(desk: Desk, settings: InboxTwilioSettings): Twin {
  const codeLength = settings.codeLength ?? DEFAULT_CODE_LENGTH;
  const verifications = createTwilioVerifications(desk.now, codeLength);

  function start({ request, accountSid, form, path }: Asked): Reply {
    const wanted = readVerifyStart(form, readService(path));
    const { verification, commit } = verifications.prepare(wanted);
    desk.take(request, TWILIO_VERIFY_TRAITS, {
      vendorId: verification.sid,
      to: wanted.to,
      text: composeVerifyText(form, verification.code),
      channel: wanted.channel,
    });
    commit();
    return createJsonReply(201, describe(accountSid, verification, 'pending'));
  }

  function fetchOne({ accountSid, path }: Asked): Reply {
    return createJsonReply(200, describe(accountSid, findInPath(path), 'pending'));
  }

  function check({ request, accountSid, form, path }: Asked): Reply {
    const code = form('Code');
    if (code === undefined || !/^\d{4,10}$/.test(code)) throw twilioRefusal(400, 60200, 'Invalid parameter `Code`');
    const meant = form('VerificationSid') ?? form('To');
    if (meant === undefined) throw twilioRefusal(400, 60200, 'Missing required parameter To or VerificationSid');
    const verification = verifications.find(readService(path), meant);
    desk.check(request, TWILIO_VERIFY_TRAITS, verification.to);
    const status = verifications.check(verification, code);
    const {
      lookup: _,
      send_code_attempts: __,
      sna: ___,
      url: ____,
      ...answer
    } = describe(accountSid, verification, status);
    return createJsonReply(200, { ...answer, sna_attempts_error_codes: [] });
  }

  function update({ accountSid, form, path }: Asked): Reply {
    const status = form('Status');
    if (status !== 'canceled' && status !== 'approved') throw twilioRefusal(400, 60200, 'Invalid parameter `Status`');
    const verification = findInPath(path);
    verifications.end(verification);
    return createJsonReply(200, describe(accountSid, verification, status));
  }

  function findInPath(path: PathParameters): TwilioVerification {
    return verifications.find(readService(path), decodeSegment(path.get('sid')));
  }

  function describe(accountSid: string, verification: TwilioVerification, status: string) {
    const { sid, serviceSid, to, createdAtMs, attempts } = verification;
    return {
      sid,
      service_sid: serviceSid,
      account_sid: accountSid,
      to,
      channel: attempts.at(-1)?.channel ?? 'sms',
      status,
      valid: status === 'approved',
      lookup: {},
      amount: null,
      payee: null,
      send_code_attempts: attempts.map(({ sid: attempt_sid, channel, atMs }) => ({
        attempt_sid,
        channel,
        time: toIso(atMs),
      })),
      sna: null,
      date_created: toIso(createdAtMs),
      date_updated: toIso(desk.now()),
      url: `${ORIGIN}/v2/Services/${serviceSid}/Verifications/${sid}`,
    };
  }

  function describeService({ accountSid, path }: Asked): Reply {
    const sid = readService(path);
    const url = `${ORIGIN}/v2/Services/${sid}`;
    return createJsonReply(200, {
      sid,
      account_sid: accountSid,
      friendly_name: 'Inbox',
      code_length: codeLength,
      lookup_enabled: false,
      psd2_enabled: false,
      skip_sms_to_landlines: false,
      dtmf_input_required: true,
      tts_name: null,
      do_not_share_warning_enabled: false,
      custom_code_enabled: true,
      push: { include_date: false, apn_credential_sid: null, fcm_credential_sid: null },
      totp: { issuer: null, time_step: 30, code_length: 6, skew: 1 },
      default_template_sid: null,
      whatsapp: { msg_service_sid: null, from: null },
      passkeys: null,
      verify_event_subscription_enabled: false,
      date_created: toIso(desk.now()),
      date_updated: toIso(desk.now()),
      url,
      links: { verifications: `${url}/Verifications`, verification_checks: `${url}/VerificationCheck` },
    });
  }

  function listAttempts({ request, accountSid }: Asked): Reply {
    const query = createTwilioForm(request.readQuery());
    const found = verifications.listAttempts().filter(createAttemptFilter(query));
    const shown = found.map(({ verification, attempt }) => describeAttempt(accountSid, verification, attempt));
    return createJsonReply(200, createPage('/v2/Attempts', query, shown).asOfVerify('attempts', ORIGIN));
  }

  function fetchAttempt({ accountSid, path, request }: Asked): Reply {
    const found = verifications.listAttempts().find(({ attempt }) => attempt.sid === path.get('sid'));
    if (found === undefined) throw notFound(request.path.replace(/[^/]*$/, ''));
    return createJsonReply(200, describeAttempt(accountSid, found.verification, found.attempt));
  }

  function route(method: Route['method'], path: string, answer: (asked: Asked) => Reply): Route {
    return {
      method,
      path,
      async handle(request, parameters) {
        const { accountSid } = readTwilioCaller(request, undefined, settings);
        return answer({ request, accountSid, form: await readTwilioForm(request), path: parameters });
      },
    };
  }

  return {
    provider: 'twilio-verify',
    traits: TWILIO_VERIFY_TRAITS,
    routes: [
      route('POST', `${SERVICE}/Verifications`, start),
      route('GET', `${SERVICE}/Verifications/{sid}`, fetchOne),
      route('POST', `${SERVICE}/Verifications/{sid}`, update),
      route('POST', `${SERVICE}/VerificationCheck`, check),
      route('GET', SERVICE, describeService),
      route('GET', '/v2/Attempts', listAttempts),
      route('GET', '/v2/Attempts/{sid}', fetchAttempt),
    ],
    owns: isTwilioPath,
    readCredential: readTwilioSecret,
    createRefusal: createTwilioRefusal,
  };
}

function readService(path: PathParameters): string {
  const sid = path.get('service');
  if (!isTwilioSid(sid, 'VA')) throw notFound('/Services');
  return sid;
}

function createAttemptFilter(query: TwilioForm) {
  const wanted = {
    service: query('VerifyServiceSid'),
    verification: query('VerificationSid'),
    to: query('ChannelData.To'),
    channel: query('Channel'),
    status: query('Status'),
  };
  if (wanted.to !== undefined && readTwilioNumber(wanted.to) === null) {
    throw twilioRefusal(400, 60200, 'Invalid parameter `ChannelData.To`');
  }
  return ({ verification, attempt }: { verification: TwilioVerification; attempt: TwilioAttempt }): boolean =>
    fits(wanted.service, verification.serviceSid) &&
    fits(wanted.verification, verification.sid) &&
    fits(wanted.to, verification.to) &&
    fits(wanted.channel, attempt.channel) &&
    fits(wanted.status, statusOf(attempt));
}

function fits(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value;
}

function statusOf({ isConverted }: TwilioAttempt): string {
  return isConverted ? 'converted' : 'unconverted';
}

function describeAttempt(accountSid: string, { serviceSid, sid, to }: TwilioVerification, attempt: TwilioAttempt) {
  return {
    sid: attempt.sid,
    account_sid: accountSid,
    service_sid: serviceSid,
    verification_sid: sid,
    date_created: toIso(attempt.atMs),
    date_updated: toIso(attempt.atMs),
    conversion_status: statusOf(attempt),
    channel: attempt.channel,
    price: { value: null, currency: 'usd' },
    channel_data: { to },
    url: `${ORIGIN}/v2/Attempts/${attempt.sid}`,
  };
}

/** Whole seconds, as Verify tells time. */
function toIso(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
