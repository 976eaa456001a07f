/** The hook itself: proof, body, code, one send, and the platform's own answer. Nothing of it rejects. */
import { OtpError, OtpMisuseError } from '@countersign/otp-core/adapter';
import type { HookOutcome } from './answer/hook-outcome.ts';
import { emptyReply, type HookReply, textReply, toResponse } from './answer/hook-reply.ts';
import { type PlainReason, refusalOf } from './answer/refusal.ts';
import type { CodeRequest } from './platforms/platform.ts';
import { parseJson, readBody } from './reading/read-body.ts';
import { readNumber } from './reading/read-number.ts';
import { type ResolvedSendHookOptions, resolveSendHookOptions, type SendHookOptions } from './send-hook-options.ts';
import { composeText } from './sending/compose-text.ts';
import { createDeadline, type Deadline } from './sending/deadline.ts';
import { sendCode } from './sending/send-code.ts';

/** Answers every request of the platform within its deadline; never rejects. Its path does not matter. */
export type SendHook = (request: Request) => Promise<Response>;

/**
 * A fetch handler for the hook by which an auth platform has its codes sent. Each code is sent at most once, whatever the
 * platform retries and however many processes there are.
 *
 * @throws OtpConfigurationError naming everything that is wrong with the options
 * @example
 * const hook = createSendHook({
 *   platform: 'supabase',
 *   secret: process.env.OTP_HOOK_SECRET ?? '',
 *   sender: createTwilioSmsSender({ accountSid, authToken, from: 'Acme' }),
 *   once: createRedisOnceStore({ url: 'redis://localhost' }),
 *   keySecret: process.env.OTP_HOOK_KEY_SECRET ?? '',
 *   message: { appName: 'Acme' },
 * });
 * const response = await hook(request);
 */
export function createSendHook(options: SendHookOptions): SendHook {
  const hook = resolveSendHookOptions(options);
  return async function sendHook(request) {
    const deadline = createDeadline(hook.deadlineMs);
    try {
      return toResponse(await answer(hook, request, deadline));
    } catch (error) {
      hook.report(error);
      const refusal = refusalOf('internal-error');
      return toResponse(hook.platform.answer({ status: 'refused', refusal, retryAfterMs: null }));
    }
  };
}

const UNPROVEN = 'The request has no valid, recent signature of the platform.';

async function answer(hook: ResolvedSendHookOptions, request: Request, deadline: Deadline): Promise<HookReply> {
  const { platform, emit } = hook;
  if (!isWebRequest(request)) {
    throw new OtpMisuseError(
      "createSendHook must be called with a web-standard Request: context.req.raw in Hono. For Node and Express use createSendHookNodeHandler of '@countersign/otp-hooks/node'.",
    );
  }
  if (request.method !== 'POST') return emptyReply(405, { allow: 'POST' });
  const body = await readBody(request, deadline.remainingMs());
  switch (body.status) {
    case 'too-large':
      return refuse('too-large');
    case 'timed-out':
      return refuse('body-timeout');
    case 'broken':
      return refuse('malformed');
    case 'read':
  }
  if (!(await hook.proof.isGenuine(request.headers, body.bytes))) {
    emit({ type: 'request-unproven', atMs: Date.now(), platform: platform.name });
    return textReply(401, UNPROVEN);
  }
  const reading = platform.read(parseJson(body.bytes), Date.now());
  switch (reading.status) {
    case 'refused':
      return refuse(reading.reason);
    case 'ignored':
      emit({ type: 'request-ignored', atMs: Date.now(), platform: platform.name });
      return platform.answer({ status: 'ignored' });
    case 'code':
      return platform.answer(await answerCode(hook, reading.request, deadline));
  }

  function refuse(reason: PlainReason): HookReply {
    return platform.answer(refused(hook, reason, null));
  }
}

async function answerCode(
  hook: ResolvedSendHookOptions,
  request: CodeRequest,
  deadline: Deadline,
): Promise<HookOutcome> {
  const { platform, keys } = hook;
  const number = readNumber(request, hook.phone);
  switch (number.status) {
    case 'invalid':
      return refused(hook, 'invalid-phone-number', null);
    case 'not-allowed':
      return refused(hook, 'destination-not-allowed', null);
    case 'valid':
  }
  const { phoneNumber, country } = number;
  const subject = await keys.name('subject', [phoneNumber]);
  const lifeMs = request.lifeMs ?? hook.codeLifeMs;
  const text = textOf(hook, request, lifeMs);
  if (text === null) return refused(hook, 'unusable-code', subject);
  const key = `hook:${await keys.name('once', [platform.name, phoneNumber, request.code, ...request.subject])}`;
  const about = () => ({ atMs: Date.now(), platform: platform.name, subject, purpose: request.purpose, country });
  return sendCode({ hook, request, phoneNumber, country, text, lifeMs, key, deadline, about });
}

/** What keeps a text from being composed is the operator's to know: the person can do nothing about it. */
function textOf(hook: ResolvedSendHookOptions, request: CodeRequest, lifeMs: number): string | null {
  try {
    const text = composeText(hook.compose, request, lifeMs);
    if (text === null) hook.report(new OtpMisuseError(NO_CODE_IN_TEXT));
    return text;
  } catch (error) {
    if (!OtpError.isInstance(error) || error.code !== 'OTP_MESSAGE') throw error;
    hook.report(error);
    return null;
  }
}

const NO_CODE_IN_TEXT =
  "The platform's text does not hold the code: correct its template, or set message to an object such as { appName }.";

function refused(hook: ResolvedSendHookOptions, reason: PlainReason, subject: string | null): HookOutcome {
  const facts = { atMs: Date.now(), platform: hook.platform.name, subject, reason, limit: null, retryAtMs: null };
  hook.emit({ type: 'request-refused', ...facts });
  return { status: 'refused', refusal: refusalOf(reason), retryAfterMs: null };
}

/** Frameworks pass other things under the same name. */
function isWebRequest(value: unknown): value is Request {
  if (typeof value !== 'object' || value === null) return false;
  const headers: unknown = Reflect.get(value, 'headers');
  return typeof headers === 'object' && headers !== null && typeof Reflect.get(headers, 'get') === 'function';
}
