/**
 * Plays Sinch's Verification API, text messages only: start, report by id and by number, status by id, by number and by
 * reference. It makes the codes itself and keeps Sinch's rules: one verification per number, a new start ends the
 * former, a wrong code is answered with 200 and `FAIL`, what is over is not found.
 */

import type { InboxRequest } from '../../http/inbox-request.ts';
import { createJsonReply, type Reply } from '../../http/reply.ts';
import type { PathParameters, Route } from '../../http/route.ts';
import { parsePhoneNumber } from '../../messages/phone-number.ts';
import type { InboxSinchSettings } from '../../vendor-settings.ts';
import { BoundedMap, MAX_REMEMBERED } from '../bounded-map.ts';
import type { Desk, SentMessage } from '../desk.ts';
import type { Twin } from '../twin.ts';
import { readSinchApplication, type SinchApplication } from './sinch-application.ts';
import { createDeliveryCallbacks, createResultCallback } from './sinch-callbacks.ts';
import { SINCH_TRAITS } from './sinch-faults.ts';
import { asSinchJson, parseSinchJson, type SinchJson } from './sinch-json.ts';
import { createVerificationRefusal, verificationRefusal } from './sinch-refusal.ts';
import { createSinchVerifications, readExpiry, type SinchVerification } from './sinch-verifications.ts';

const VERIFICATIONS = '/verification/v1/verifications';
const DEFAULT_CODE_LENGTH = 4;
/** What would change the answer or the message, and is not played. */
const NOT_PLAYED = ['template', 'codeType'];

/** What is known of a request once it was let in. */
interface Asked {
  readonly request: InboxRequest;
  readonly application: SinchApplication;
  /** `null`: no JSON object. */
  readonly body: SinchJson | null;
  readonly path: PathParameters;
}

export function createSinchVerificationTwin(desk: Desk, settings: InboxSinchSettings): Twin {
  const verifications = createSinchVerifications(desk.now, settings.codeLength ?? DEFAULT_CODE_LENGTH);
  const sentOf = new BoundedMap<string, SentMessage>(MAX_REMEMBERED);

  function start({ request, application, body }: Asked): Reply {
    const verification = readStart(body);
    const sent = desk.take(request, SINCH_TRAITS, {
      vendorId: verification.id,
      to: verification.to,
      text: verifications.textOf(verification),
      validitySeconds: Math.round((verification.expiresAtMs - verification.startedAtMs) / 1000),
      receipts: createDeliveryCallbacks(application, verification, settings.callbackUrl),
    });
    verifications.keep(verification);
    sentOf.set(verification.id, sent);
    const { id } = verification;
    return createJsonReply(200, {
      id,
      method: 'sms',
      sms: { template: verifications.template, interceptionTimeout: 198, codeType: 'Numeric' },
      _links: [
        { rel: 'status', href: `${VERIFICATIONS}/id/${id}`, method: 'GET' },
        { rel: 'report', href: `${VERIFICATIONS}/id/${id}`, method: 'PUT' },
      ],
    });
  }

  function readStart(body: SinchJson | null): SinchVerification {
    const identity = asSinchJson(body?.identity);
    if (body === null || identity === null || identity.type !== 'number') {
      throw verificationRefusal(40001, 'identity must be a number.');
    }
    const to = parsePhoneNumber(identity.endpoint);
    if (to === null || identity.endpoint !== to) throw verificationRefusal(40001, 'The number is invalid.');
    if (body.method !== 'sms') {
      throw verificationRefusal(40001, 'The Sinch of the inbox sends text messages only: method must be sms.');
    }
    const smsOptions = asSinchJson(body.smsOptions) ?? {};
    const expiryMs = readExpiry(smsOptions.expiry);
    if (expiryMs === 'invalid') throw verificationRefusal(40001, 'smsOptions.expiry must be written HH:MM:SS.');
    for (const name of NOT_PLAYED) {
      const value = smsOptions[name];
      if (value !== undefined && !(name === 'codeType' && value === 'Numeric')) {
        throw verificationRefusal(40001, `The Sinch of the inbox does not play smsOptions.${name}.`);
      }
    }
    const reference = typeof body.reference === 'string' ? body.reference : null;
    const verification = verifications.prepare({ to, expiryMs, reference });
    if (verification === null) throw verificationRefusal(40900, 'Reference already defined.');
    return verification;
  }

  function report({ request, application, body }: Asked, find: () => SinchVerification | undefined): Reply {
    if (body === null || body.method !== 'sms') throw verificationRefusal(40001, 'method must be sms.');
    const code = asSinchJson(body.sms)?.code;
    if (typeof code !== 'string' || code === '') throw verificationRefusal(40003, 'Invalid code.');
    const verification = find();
    if (verification === undefined) throw notFound();
    desk.check(request, SINCH_TRAITS, verification.to);
    const wasPending = verification.status === 'PENDING';
    const answer = verifications.report(verification, code);
    if (answer === null) throw notFound();
    if (wasPending && verification.status !== 'PENDING') {
      const address = createResultCallback(application, verification, settings.callbackUrl);
      if (address !== null) desk.tell(address, sentOf.get(verification.id) ?? null, 'delivered');
    }
    return createJsonReply(200, answer);
  }

  function status(verification: SinchVerification | undefined): Reply {
    if (verification === undefined) throw notFound();
    return createJsonReply(200, verifications.describeStatus(verification));
  }

  const byId = ({ path }: Asked) => verifications.findById(path.get('id') ?? '');
  const byNumber = ({ path }: Asked) => verifications.findByNumber(readNumber(path));
  const byReference = ({ path }: Asked) => verifications.findByReference(decode(path.get('reference')));

  /** Every route wants an application; Sinch says so before anything else. */
  function route(method: Route['method'], path: string, answer: (asked: Asked) => Reply): Route {
    return {
      method,
      path: `${VERIFICATIONS}${path}`,
      async handle(request, parameters) {
        const text = await request.readBody();
        const application = readSinchApplication(request, text, desk.now(), settings);
        return answer({ request, application, body: parseSinchJson(text), path: parameters });
      },
    };
  }

  return {
    provider: 'sinch',
    traits: SINCH_TRAITS,
    routes: [
      route('POST', '', start),
      route('PUT', '/id/{id}', (asked) => report(asked, () => byId(asked))),
      route('PUT', '/number/{number}', (asked) => report(asked, () => byNumber(asked))),
      route('GET', '/id/{id}', (asked) => status(byId(asked))),
      route('GET', '/sms/number/{number}', (asked) => status(byNumber(asked))),
      route('GET', '/reference/{reference}', (asked) => status(byReference(asked))),
    ],
    owns: ({ path }) => path.startsWith('/verification/'),
    readCredential: readPassword,
    createRefusal: createVerificationRefusal,
  };
}

function notFound() {
  return verificationRefusal(40400, 'Requested resource not found.');
}

/** The secret travels by Basic only; what is signed cannot show the inbox's token. */
function readPassword({ headers }: InboxRequest): string | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return password.join(':');
}

function readNumber(path: PathParameters): string {
  return parsePhoneNumber(decode(path.get('number'))) ?? '';
}

function decode(segment: string | undefined): string {
  try {
    return decodeURIComponent(segment ?? '');
  } catch {
    return '';
  }
}
