/** An answer before a runtime's own way of writing it, and the few forms that platforms share. */
import type { HookOutcome } from './hook-outcome.ts';

export interface HookReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const GUARDED = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function emptyReply(status: number, headers: Readonly<Record<string, string>> = {}): HookReply {
  return { status, headers: { ...GUARDED, ...headers }, body: null };
}

export function jsonReply(status: number, value: object, headers: Readonly<Record<string, string>> = {}): HookReply {
  return {
    status,
    headers: { ...GUARDED, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

export function textReply(status: number, text: string, headers: Readonly<Record<string, string>> = {}): HookReply {
  return { status, headers: { ...GUARDED, 'content-type': 'text/plain; charset=utf-8', ...headers }, body: text };
}

/** For platforms that go by the status alone: 204, or the refusal's own status with its sentence in JSON. */
export function replyByStatus(outcome: HookOutcome): HookReply {
  if (outcome.status !== 'refused') return emptyReply(204);
  const { reason, message, httpStatus } = outcome.refusal;
  return jsonReply(httpStatus, { error: { reason, message } }, retryAfter(outcome.retryAfterMs));
}

/** RFC 9110, section 10.2.3: whole seconds, never too few. */
export function retryAfter(waitMs: number | null): Readonly<Record<string, string>> {
  return waitMs === null ? {} : { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
}

export function toResponse({ status, headers, body }: HookReply): Response {
  return new Response(body, { status, headers: { ...headers } });
}
