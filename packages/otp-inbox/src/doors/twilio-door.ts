/**
 * The wire of Twilio, as its SDK speaks it: `Messages.json` of the API of 2010, and Verify v2. Any account, API key and
 * secret of the right shape will do; where the inbox has a token, that token has to be the secret. Refusals are
 * Twilio's, with its own codes.
 */
import type { InboxRequest } from '../http/inbox-request.ts';
import { createJsonReply, type Reply } from '../http/reply.ts';
import type { PathParameters, Route } from '../http/route.ts';
import type { Deliver, Door } from './door.ts';
import {
  isTwilioSid,
  readTwilioAccount,
  readTwilioForm,
  readTwilioNumber,
  readTwilioSecret,
  type TwilioForm,
} from './twilio-form.ts';
import { createMessageAnswer, readTwilioMessage } from './twilio-messages.ts';
import { answerAsTwilio, createTwilioRefusal, twilioRefusal } from './twilio-refusal.ts';
import { createTwilioVerifications, type TwilioVerification } from './twilio-verifications.ts';

/** Options of `createTwilioDoor`. */
interface TwilioDoorOptions {
  /** Milliseconds since the epoch. @defaultValue the process's own time */
  readonly now?: () => number;
  /** Digits of the codes it makes, as a Verify service would say. @defaultValue 6 */
  readonly codeLength?: number;
}

/** What is known of a request once it was let in. */
interface TwilioCall {
  readonly accountSid: string;
  readonly form: TwilioForm;
  readonly path: PathParameters;
}

/** Shown where an API key asks, which names no account in a path of Verify. */
const SOME_ACCOUNT = `AC${'0'.repeat(32)}`;
const CHANNELS = ['sms', 'call', 'whatsapp', 'auto'];

export function createTwilioDoor(deliver: Deliver, { now = Date.now, codeLength = 6 }: TwilioDoorOptions = {}): Door {
  const name = 'twilio';
  const verifications = createTwilioVerifications(now, codeLength);

  function send({ accountSid, form }: TwilioCall): Reply {
    const message = readTwilioMessage(form);
    const delivered = deliver({ to: message.to, text: message.text, door: name });
    return createJsonReply(201, createMessageAnswer(accountSid, message, delivered));
  }

  function start({ accountSid, form, path }: TwilioCall): Reply {
    const to = readTwilioNumber(form('To'));
    if (to === null) throw twilioRefusal(400, 60200, 'Invalid parameter `To`');
    const channel = form('Channel') ?? '';
    if (!CHANNELS.includes(channel)) throw twilioRefusal(400, 60200, 'Invalid parameter `Channel`');
    const verification = verifications.start(readService(path), to, readCustomCode(form));
    deliver({ to, text: composeText(form, verification.code), door: name });
    return createJsonReply(201, createAnswer(accountSid, channel, verification, 'pending'));
  }

  function check({ accountSid, form, path }: TwilioCall): Reply {
    const code = form('Code');
    if (code === undefined || !/^\d{4,10}$/.test(code)) throw twilioRefusal(400, 60200, 'Invalid parameter `Code`');
    const meant = form('VerificationSid') ?? form('To');
    if (meant === undefined) throw twilioRefusal(400, 60200, 'Missing required parameter To or VerificationSid');
    const verification = verifications.find(readService(path), meant);
    const status = verifications.check(verification, code);
    return createJsonReply(200, createAnswer(accountSid, 'sms', verification, status));
  }

  function update({ accountSid, form, path }: TwilioCall): Reply {
    const status = form('Status');
    if (status !== 'canceled' && status !== 'approved') throw twilioRefusal(400, 60200, 'Invalid parameter `Status`');
    const verification = verifications.find(readService(path), decodeSegment(path.get('sid') ?? ''));
    verifications.end(verification);
    return createJsonReply(200, createAnswer(accountSid, 'sms', verification, status));
  }

  function createAnswer(accountSid: string, channel: string, verification: TwilioVerification, status: string) {
    const { sid, serviceSid, to, createdAtMs, sentAtMs } = verification;
    return {
      sid,
      service_sid: serviceSid,
      account_sid: accountSid,
      to,
      channel,
      status,
      valid: status === 'approved',
      lookup: {},
      amount: null,
      payee: null,
      send_code_attempts: sentAtMs.map((timeMs) => ({ time: toIso(timeMs), channel: channel.toUpperCase() })),
      sna: null,
      date_created: toIso(createdAtMs),
      date_updated: toIso(now()),
      url: `https://verify.twilio.com/v2/Services/${serviceSid}/Verifications/${sid}`,
    };
  }

  function route(path: string, answer: (call: TwilioCall) => Reply): Route {
    return {
      method: 'POST',
      path,
      handle: (request, parameters) =>
        answerAsTwilio(async () => {
          const accountSid = checkAccount(request, parameters);
          return answer({ accountSid, form: await readTwilioForm(request), path: parameters });
        }),
    };
  }

  return {
    name,
    routes: [
      route('/2010-04-01/Accounts/{account}/Messages.json', send),
      route('/v2/Services/{service}/Verifications', start),
      route('/v2/Services/{service}/Verifications/{sid}', update),
      route('/v2/Services/{service}/VerificationCheck', check),
    ],
    readCredential: readTwilioSecret,
    createRefusal: createTwilioRefusal,
  };
}

/** An account may ask about itself only; an API key about any, as the inbox knows no keys. */
function checkAccount(request: InboxRequest, path: PathParameters): string {
  const authenticated = readTwilioAccount(request);
  const asked = path.get('account') ?? authenticated ?? SOME_ACCOUNT;
  if (!isTwilioSid(asked, 'AC')) throw twilioRefusal(404, 20404, 'The requested resource was not found.');
  if (authenticated !== null && authenticated !== asked) throw twilioRefusal(401, 20003, 'Authenticate');
  return asked;
}

function readService(path: PathParameters): string {
  const sid = path.get('service');
  if (!isTwilioSid(sid, 'VA')) throw twilioRefusal(404, 20404, 'The requested service was not found.');
  return sid;
}

function readCustomCode(form: TwilioForm): string | null {
  const code = form('CustomCode');
  if (code === undefined) return null;
  if (!/^\d{4,10}$/.test(code)) throw twilioRefusal(400, 60200, 'Invalid parameter `CustomCode`');
  return code;
}

/** In English, whatever the locale: what is tested is the code. An app's hash makes the form that Android reads. */
function composeText(form: TwilioForm, code: string): string {
  const text = `Your ${form('CustomFriendlyName') ?? 'Inbox'} verification code is: ${code}.`;
  const appHash = form('AppHash');
  return appHash === undefined ? text : `<#> ${text}\n${appHash}`;
}

/** Whole seconds, as Verify tells time. */
function toIso(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/** A number may stand in place of a SID, its plus sign encoded or not. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
