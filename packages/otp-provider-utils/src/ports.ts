/** The ports, with everything in them that is the same for every vendor: their shape, and the checks before a request. */
import { createUnloadedError } from '@countersign/otp-core/adapter';
import type {
  CheckOutcome,
  SendOutcome,
  SmsSender,
  StartInput,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import {
  isCode,
  isPhoneNumber,
  type ReadyCall,
  type ReadyMessage,
  readCall,
  readMessage,
  readRecipient,
} from './call-input.ts';
import { NotAskedError } from './exchange.ts';
import { asUnknown } from './failure.ts';
import { readFields } from './fields.ts';

interface PortTraits {
  readonly providerId: string;
  /** What the first call does before it asks; rejects with what `notLoaded` gives. Left out: there is nothing to load. */
  readonly load?: () => Promise<unknown>;
}

/** What is the same for every message. */
export interface SenderTraits extends PortTraits {
  /** Characters that the vendor takes: ten concatenated parts have 1,530 or 1,600. */
  readonly longestText: number;
}

/**
 * A sender. `send` is given what was checked, makes at most one request and never rejects.
 *
 * @example
 * const sender = defineSender({ providerId: 'acme', longestText: 1600 }, async (message) => {
 *   const answer = await askVendor(account, message, [message.to, message.text], async ({ signal, watch }) => {
 *     const body = JSON.stringify({ to: message.to, text: message.text });
 *     const wire = { method: 'POST', url: new URL('https://api.acme.example'), headers: {}, body };
 *     return parseJson((await requestOnce(wire, signal, watch)).body);
 *   });
 *   if (answer.status === 'failed') return answer.outcome;
 *   const id = textOf(answer.body, 'id');
 *   return id === null ? uncertain('Acme answered with what is no message.', answer) : accepted(id, answer);
 * });
 */
export function defineSender(
  { providerId, load, longestText }: SenderTraits,
  send: (message: ReadyMessage) => Promise<SendOutcome>,
): SmsSender {
  return Object.freeze<SmsSender>({
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId,
    async send(message, callOptions) {
      const given = readMessage(message, callOptions, longestText, { providerId });
      return given.status === 'refused' ? given : await send(given);
    },
    ...(load === undefined ? {} : { warmUp: createWarmUp(providerId, load) }),
  });
}

/** What is the same for every verification. */
export interface ProviderTraits extends PortTraits {
  readonly capabilities: VerificationProvider['capabilities'];
  /** Digits of the shortest code that the vendor can have sent. */
  readonly shortestCode: number;
  /** Whether the vendor can have given this reference. */
  isReference(value: unknown): value is string;
}

/** A guess, checked. */
export interface ReadyGuess extends ReadyCall {
  readonly to: `+${string}`;
  readonly reference: string | null;
  readonly code: string;
}

/** What one vendor does; each makes at most one request and never rejects. */
export interface ProviderCalls {
  start(given: ReadyCall & { readonly to: `+${string}` }, input: StartInput): Promise<StartOutcome>;
  check(guess: ReadyGuess): Promise<CheckOutcome>;
  cancel?(reference: string, call: ReadyCall): Promise<unknown>;
}

/** A verification provider. What the vendor could not have sent is not put to it: it would only tell what somebody typed. */
export function defineProvider(traits: ProviderTraits, { start, check, cancel }: ProviderCalls): VerificationProvider {
  const { providerId, capabilities, shortestCode, isReference, load } = traits;
  return Object.freeze<VerificationProvider>({
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId,
    capabilities: Object.freeze(capabilities),
    async start(input, callOptions) {
      const given = readRecipient(input, callOptions, { providerId });
      return given.status === 'refused' ? given : await start(given, input);
    },
    async check(input, callOptions) {
      const { to, reference, code } = readFields(input, ['to', 'reference', 'code']);
      if (!isPhoneNumber(to)) return { status: 'not-found' };
      if (!isCode(code, shortestCode)) return { status: 'mismatch' };
      if (reference !== null && !isReference(reference)) return { status: 'not-found' };
      const call = readCall(callOptions, { providerId });
      return call.status === 'refused' ? asUnknown(call) : await check({ ...call, to, reference, code });
    },
    ...(cancel === undefined
      ? {}
      : {
          async cancel(reference, callOptions) {
            const call = readCall(callOptions, { providerId });
            // Whether it worked changes nothing: who cancels takes no code of this verification any more.
            if (isReference(reference) && call.status === 'ready') await cancel(reference, call);
          },
        }),
    ...(load === undefined ? {} : { warmUp: createWarmUp(providerId, load) }),
  });
}

/** A port's `warmUp`. Rejects with an `OtpConfigurationError` where something is missing. */
function createWarmUp(providerId: string, load: () => Promise<unknown>): () => Promise<void> {
  return async () => {
    try {
      await load();
    } catch (error) {
      const isExplained = error instanceof NotAskedError;
      throw createUnloadedError(providerId, isExplained ? error.message : 'The SDK refuses its options.');
    }
  };
}
