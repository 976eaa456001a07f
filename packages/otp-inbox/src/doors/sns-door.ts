/**
 * The wire of AWS SNS, as its SDK speaks it: the Query protocol, a form to `/` and XML for an answer. Any access key of
 * the right shape will do; where the inbox has a token, that token has to be the session token or the access key's id.
 * Refusals are SNS's, with its own codes.
 */
import { randomUUID } from 'node:crypto';
import type { Reply } from '../http/reply.ts';
import type { Deliver, Door } from './door.ts';
import { checkSnsSignature, readSnsCredential, readSnsForm, type SnsForm } from './sns-form.ts';
import { readSnsMessage, readSnsNumber } from './sns-messages.ts';
import { answerAsSns, createSnsRefusal, createSnsReply, snsRefusal } from './sns-refusal.ts';

/** Options of `createSnsDoor`. */
export interface SnsDoorOptions {
  /** Numbers that have opted out. As at SNS, `Publish` takes messages for them and delivers none. @defaultValue none */
  readonly optedOut?: readonly string[];
}

export function createSnsDoor(deliver: Deliver, { optedOut = [] }: SnsDoorOptions = {}): Door {
  const name = 'sns';

  const actions: Readonly<Record<string, (form: SnsForm) => string>> = {
    Publish(form) {
      const message = readSnsMessage(form);
      if (!optedOut.includes(message.to)) deliver({ ...message, door: name });
      return `<MessageId>${randomUUID()}</MessageId>`;
    },
    CheckIfPhoneNumberIsOptedOut(form) {
      return `<isOptedOut>${optedOut.includes(readSnsNumber(form('phoneNumber')))}</isOptedOut>`;
    },
  };

  function answer(form: SnsForm): Reply {
    const action = form('Action') ?? '';
    const result = Object.hasOwn(actions, action) ? actions[action]?.(form) : undefined;
    if (result === undefined) throw snsRefusal(400, 'InvalidAction', 'The action is not valid for this web service');
    return createSnsReply(action, result);
  }

  return {
    name,
    routes: [
      {
        method: 'POST',
        path: '/',
        handle: (request) =>
          answerAsSns(async () => {
            checkSnsSignature(request);
            return answer(await readSnsForm(request));
          }),
      },
    ],
    readCredential: readSnsCredential,
    createRefusal: createSnsRefusal,
  };
}
