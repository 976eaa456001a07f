/** Plays Amazon SNS for text messages, as its SDK speaks it: the Query protocol, a form to `/` and XML for an answer. */
import { randomUUID } from 'node:crypto';
import type { InboxRequest } from '../../http/inbox-request.ts';
import type { Reply } from '../../http/reply.ts';
import type { SigningKeys } from '../../receipts/signing-keys.ts';
import type { InboxSnsSettings } from '../../vendor-settings.ts';
import type { Desk } from '../desk.ts';
import type { Twin } from '../twin.ts';
import { createSnsAccount } from './sns-account.ts';
import { SNS_TRAITS } from './sns-faults.ts';
import { readSnsForm, type SnsForm } from './sns-form.ts';
import { readSnsMessage } from './sns-messages.ts';
import { createSnsNotices } from './sns-notices.ts';
import { createSnsRefusal, createSnsReply, snsRefusal } from './sns-refusal.ts';
import { checkSnsSignature, readSnsCredential } from './sns-signature.ts';

export function createSnsTwin(desk: Desk, settings: InboxSnsSettings, keys: SigningKeys): Twin {
  const account = createSnsAccount((to) => desk.isOptedOut(SNS_TRAITS, to));

  function publish(request: InboxRequest, form: SnsForm): Reply {
    const given = readSnsMessage(form);
    const message = { ...given, smsType: given.smsType ?? account.defaultSmsType };
    const messageId = randomUUID();
    desk.take(request, SNS_TRAITS, {
      vendorId: messageId,
      to: message.to,
      text: message.text,
      from: message.from ?? account.defaultSenderId,
      maxPriceUsd: message.maxPriceUsd,
      receipts: createSnsNotices(messageId, message, desk.now(), settings, keys),
    });
    return createSnsReply('Publish', `<MessageId>${messageId}</MessageId>`);
  }

  function answer(request: InboxRequest, form: SnsForm): Reply {
    const action = form('Action') ?? '';
    if (action === 'Publish') return publish(request, form);
    const run = Object.hasOwn(account.actions, action) ? account.actions[action] : undefined;
    if (run !== undefined) return createSnsReply(action, run(form));
    if (/Topic|Subscri/.test(action)) {
      const message =
        'The action is not valid for this web service: the inbox plays text messages to phones and has no topics';
      throw snsRefusal(400, 'InvalidAction', message);
    }
    throw snsRefusal(400, 'InvalidAction', 'The action is not valid for this web service: the inbox does not play it');
  }

  return {
    provider: 'sns',
    traits: SNS_TRAITS,
    routes: [
      {
        method: 'POST',
        path: '/',
        async handle(request) {
          const body = await request.readBody();
          checkSnsSignature(request, body, settings);
          return answer(request, readSnsForm(request, body));
        },
      },
    ],
    owns: ({ method, path, headers }) =>
      (path === '/' && method === 'POST') || /^AWS4-HMAC-SHA256 /.test(headers.authorization ?? ''),
    readCredential: readSnsCredential,
    createRefusal: createSnsRefusal,
  };
}
