import {
  type CallOptions,
  MESSAGE_CHANNELS,
  type MessageChannel,
  type SendOutcome,
  type SmsMessage,
  type SmsSender,
} from '../spec/index.ts';
import { defined, isOptions, OptionProblems } from './options.ts';
import { createProviderFailure } from './provider-failure.ts';

const THREW = 'The sender threw an error.';

/** Options of `createSmsSender`. */
export interface SmsSenderOptions {
  /**
   * Sends one text and resolves once it was handed over: with the vendor's message id, with nothing, or with a
   * `SendOutcome` where it can tell a refusal. It must not retry. A throw is `unknown`: the message may have left.
   * `message` has the rest, for what sends no text of ours: `code`, `locale`, `purpose`, `appName`, `ttlMs`.
   */
  readonly send: (
    phoneNumber: string,
    text: string,
    options: CallOptions,
    message: SmsMessage,
    // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is a sender too
  ) => Promise<SendOutcome | string | void>;
  /** @defaultValue 'custom' */
  readonly providerId?: string;
  /** @defaultValue 'sms' */
  readonly channel?: MessageChannel;
}

/**
 * Makes a sender of a plain function, so that any client can be plugged in without an adapter.
 *
 * @throws OtpConfigurationError when `send` is not a function
 * @example
 * createSmsSender({ send: async (phoneNumber, text) => myClient.text(phoneNumber, text) });
 */
export function createSmsSender(options: SmsSenderOptions): SmsSender {
  const { send, ...named } = resolveSmsSenderOptions(options);
  const { providerId } = named;
  return {
    specificationVersion: 'v1',
    kind: 'sms-sender',
    ...named,
    async send(message: SmsMessage, callOptions: CallOptions = {}): Promise<SendOutcome> {
      try {
        return outcomeOf(await send(message.to, message.text, callOptions, message));
      } catch {
        // What was thrown stays here: it may hold the number, the code or a credential.
        return {
          status: 'unknown',
          failure: createProviderFailure({ category: 'unknown', providerId, message: THREW }),
        };
      }
    },
  };
}

function resolveSmsSenderOptions(options: SmsSenderOptions) {
  const problems = new OptionProblems('createSmsSender');
  const given: Partial<SmsSenderOptions> = isOptions(options) ? options : {};
  const { send, providerId = 'custom', channel, ...others } = given;
  problems.addUnknown('', others, ['send', 'providerId', 'channel']);
  checkProviderId('providerId', providerId, problems);
  checkChannel('channel', channel, problems);
  if (typeof send !== 'function') problems.add('send', 'must be a function (phoneNumber, text) => Promise');
  problems.throwIfAny();
  return { send: options.send, providerId, ...defined({ channel }) };
}

/** Provider ids are sealed into handles and stand in events: short and plain. */
export function checkProviderId(option: string, providerId: unknown, problems: OptionProblems): void {
  if (typeof providerId !== 'string' || !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(providerId)) {
    problems.add(option, 'must be 1 to 64 of a-z, 0-9, dot, hyphen and underscore');
  }
}

/** Left out, it is a sender of text messages. */
export function checkChannel(option: string, channel: unknown, problems: OptionProblems): void {
  if (channel !== undefined) problems.addUnlessOneOf(option, channel, MESSAGE_CHANNELS);
}

// biome-ignore lint/suspicious/noConfusingVoidType: see SmsSenderOptions
function outcomeOf(answer: SendOutcome | string | void): SendOutcome {
  if (typeof answer === 'string') return { status: 'accepted', messageId: answer };
  if (isOptions(answer) && typeof answer.status === 'string') return answer as unknown as SendOutcome;
  return { status: 'accepted', messageId: null };
}
