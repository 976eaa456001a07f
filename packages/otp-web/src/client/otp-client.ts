import { type ClientFetch, createAsk } from './ask-server.ts';
import type { ClientCallInput, CountriesResult, OtpFailure, SentResult, VerifiedResult } from './client-results.ts';
import type { OtpClientLanguages, OtpClientWords } from './client-words.ts';
import { startCountdown } from './countdown.ts';
import { chooseWords, explainFailure } from './explain-failure.ts';
import { receiveCode } from './receive-code.ts';

/** Where the routes are, and for whom. */
export interface OtpClientOptions {
  /** Where the handler or router is mounted: `/otp`, or a whole URL. */
  readonly baseUrl: string;
  /** What the code is for, one of the server's `purposes`; all calls of this client carry it. @defaultValue the server's default */
  readonly purpose?: string;
  /** The person's language, BCP 47: of the message, and of the words. @defaultValue the browser's language */
  readonly locale?: string;
  /** Words besides English, from `@countersign/otp-web/client/languages`. @defaultValue none */
  readonly languages?: OtpClientLanguages;
  /** How long a call may take, in milliseconds; afterwards it is `unreachable`. @defaultValue 20_000 */
  readonly timeoutMs?: number;
  /** For headers and credentials of your own. @defaultValue the browser's `fetch` */
  readonly fetch?: ClientFetch;
}

/** One flow of one page. No call throws or rejects: every outcome is a value. */
export interface OtpClient {
  /** Sends a code. A repeat after `unreachable` sends no second message where the first had left. */
  request(input: ClientCallInput & { readonly phoneNumber: string }): Promise<SentResult>;
  /** Checks a code, as it was typed. */
  check(input: ClientCallInput & { readonly challenge: string; readonly code: string }): Promise<VerifiedResult>;
  /** Sends the same code again; tries and expiry stay. */
  resend(input: ClientCallInput & { readonly challenge: string }): Promise<SentResult>;
  /** Closes a verification; `ok` whether there was one or not. */
  cancel(input: ClientCallInput & { readonly challenge: string }): Promise<{ readonly ok: true } | OtpFailure>;
  /** The countries that codes are sent to. */
  countries(input?: ClientCallInput): Promise<CountriesResult>;
  /** Calls `onTick` with the whole seconds left: at once, each second, and with 0. Returns what stops it. */
  countdown(until: Date, onTick: (secondsLeft: number) => void): () => void;
  /** WebOTP: waits for the message and gives its code; `null` where the browser cannot or `signal` ended it. */
  receiveCode(input?: ClientCallInput): Promise<string | null>;
  /** What to tell the person, in the language of `locale` where `languages` has it. */
  explain(failure: OtpFailure): string;
  /** The words that `explain` uses; `sendAgain`, `sendNewCode` and `edit` are the buttons that its sentences name. */
  readonly words: OtpClientWords;
}

/**
 * The routes of `createOtpHandler` and `createOtpRouter`, from a browser.
 *
 * @throws TypeError where `baseUrl` is no path and no URL.
 * @example
 * const otp = createOtpClient({ baseUrl: '/otp' });
 * const sent = await otp.request({ phoneNumber: '+14155550123' });
 * if (!sent.ok) console.log(otp.explain(sent));
 */
export function createOtpClient(options: OtpClientOptions): OtpClient {
  const { purpose, locale = browserLocale(), languages = {} } = options;
  const ask = createAsk(options);
  const [wordsLocale, words] = chooseWords(languages, locale);
  const scope = purpose === undefined ? {} : { purpose };

  /** The last request that got no answer: the same one again must not send twice. */
  let unanswered: { phoneNumber: string; key: string; atMs: number } | undefined;
  let isKeyTaken = true;

  async function request({ phoneNumber, signal }: Parameters<OtpClient['request']>[0]): Promise<SentResult> {
    const isRepeat = unanswered?.phoneNumber === phoneNumber && Date.now() - unanswered.atMs < REPEAT_MS;
    const { key, atMs } = (isRepeat && unanswered) || { key: createKey(), atMs: Date.now() };
    const send = (headers: Readonly<Record<string, string>>): Promise<SentResult> =>
      ask.sent('/verifications', { phoneNumber, ...scope, locale }, signal, headers);
    let result = await send(isKeyTaken ? { 'idempotency-key': key } : {});
    if (!result.ok && result.reason === 'idempotency-unavailable' && isKeyTaken) {
      isKeyTaken = false;
      result = await send({});
    }
    unanswered = !result.ok && result.reason === 'unreachable' ? { phoneNumber, key, atMs } : undefined;
    return result;
  }

  return {
    words,
    request,
    check: ({ challenge, code, signal }) => ask.verified('/verifications/check', { challenge, code, ...scope }, signal),
    resend: ({ challenge, signal }) => ask.sent('/verifications/resend', { challenge, ...scope, locale }, signal),
    cancel: ({ challenge, signal }) => ask.done('/verifications/cancel', { challenge, ...scope }, signal),
    countries: ({ signal } = {}) => ask.countries('/countries', signal),
    countdown: startCountdown,
    receiveCode: ({ signal } = {}) => receiveCode(signal),
    explain: (failure) => explainFailure(failure, words, wordsLocale),
  };
}

/** A repeat that comes later than this is a wish for another message. */
const REPEAT_MS = 60_000;

/** `crypto.randomUUID` is missing on pages without TLS. */
function createKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}

function browserLocale(): string {
  const { navigator }: { readonly navigator?: { readonly language?: string } } = globalThis;
  return navigator?.language ?? 'en';
}
