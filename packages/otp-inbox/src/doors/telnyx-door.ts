/**
 * The wire of Telnyx, as its SDK speaks it: `POST /v2/messages`, `POST /v2/verifications/sms`, and both ways to check a
 * code. Any API key of the right shape will do; where the inbox has a token, that token has to be the key. Refusals are
 * Telnyx's: `{ errors: [{ code, title }] }` with its own codes.
 */
import { createJsonReply, type Reply } from '../http/reply.ts';
import type { PathParameters, Route } from '../http/route.ts';
import type { Deliver, Door } from './door.ts';
import {
  checkApiKey,
  readCustomCode,
  readGuess,
  readLifeSeconds,
  readPhoneNumber,
  readProfileId,
  readTelnyxBody,
  type TelnyxBody,
} from './telnyx-body.ts';
import { createMessageAnswer, readTelnyxMessage } from './telnyx-messages.ts';
import { answerOrRefuse, createTelnyxRefusal, telnyxRefusal } from './telnyx-refusal.ts';
import { createTelnyxVerifications, type TelnyxVerification } from './telnyx-verifications.ts';

/** Where `TELNYX_BASE_URL` leads to. */
const TELNYX_PATH = '/v2';

/** Options of `createTelnyxDoor`. */
export interface TelnyxDoorOptions {
  /** Milliseconds since the epoch. @defaultValue the process's own time */
  readonly now?: () => number;
  /** Digits of the codes it makes, as a Verify profile would say. @defaultValue 5 */
  readonly codeLength?: number;
}

export function createTelnyxDoor(deliver: Deliver, { now = Date.now, codeLength = 5 }: TelnyxDoorOptions = {}): Door {
  const name = 'telnyx';
  const verifications = createTelnyxVerifications(now, codeLength);

  function send(body: TelnyxBody): Reply {
    const message = deliver({ ...readTelnyxMessage(body), door: name });
    return createJsonReply(200, createMessageAnswer(body, message, now()));
  }

  function start(body: TelnyxBody): Reply {
    const to = readPhoneNumber(body.get('phone_number'), 'phone_number', '10016');
    const profileId = readProfileId(body, 'verify_profile_id');
    const seconds = readLifeSeconds(body);
    const verification = verifications.start({ to, profileId, seconds, customCode: readCustomCode(body) });
    deliver({ to, text: `Your verification code is ${verification.code}.`, door: name });
    return createJsonReply(200, createVerificationAnswer(verification));
  }

  function check(body: TelnyxBody, verification: TelnyxVerification | undefined): Reply {
    const guess = readGuess(body);
    if (verification === undefined) throw telnyxRefusal(404, '10005', 'Resource not found');
    const data = { phone_number: verification.to, response_code: verifications.check(verification, guess) };
    return createJsonReply(200, { data });
  }

  function checkById(body: TelnyxBody, path: PathParameters): Reply {
    return check(body, verifications.find(path.get('id') ?? ''));
  }

  function checkByNumber(body: TelnyxBody, path: PathParameters): Reply {
    const to = readPhoneNumber(decodeSegment(path.get('number') ?? ''), 'phone_number', '10016');
    return check(body, verifications.findPending(to, readProfileId(body, 'verify_profile_id')));
  }

  function route(path: string, answer: (body: TelnyxBody, path: PathParameters) => Reply): Route {
    return {
      method: 'POST',
      path: `${TELNYX_PATH}${path}`,
      handle: (request, parameters) =>
        answerOrRefuse(async () => {
          checkApiKey(request);
          return answer(await readTelnyxBody(request), parameters);
        }),
    };
  }

  return {
    name,
    routes: [
      route('/messages', send),
      route('/verifications/sms', start),
      route('/verifications/{id}/actions/verify', checkById),
      route('/verifications/by_phone_number/{number}/actions/verify', checkByNumber),
    ],
    // The inbox finds its token by itself where Telnyx has the key: in `Authorization: Bearer`.
    readCredential: () => null,
    createRefusal: createTelnyxRefusal,
  };
}

function createVerificationAnswer({ id, to, profileId, customCode, seconds, startedAtMs }: TelnyxVerification) {
  const startedAt = new Date(startedAtMs).toISOString().slice(0, -1);
  return {
    data: {
      id,
      record_type: 'verification',
      type: 'sms',
      status: 'pending',
      phone_number: to,
      verify_profile_id: profileId,
      custom_code: customCode,
      timeout_secs: seconds,
      created_at: startedAt,
      updated_at: startedAt,
    },
  };
}

/** The SDK leaves the plus sign of a number as it is; others write `%2B`. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
