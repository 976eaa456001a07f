/** What a platform makes of an answer. */
import type { PlatformName } from '../platforms/platform-name.ts';
import { textAt, valueAt } from '../reading/json-value.ts';

/** An answer of the hook, as it came over the wire. */
export interface PlayedAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: string;
}

/** What the platform does next. */
export type PlatformVerdict =
  /** It takes the code for sent. */
  | { readonly status: 'taken' }
  /** It tells the person, or its log, that nothing was sent; `null`: no reason that it shows. */
  | { readonly status: 'failed'; readonly message: string | null }
  /** It asks again, as often as its pattern says. */
  | { readonly status: 'asks-again' }
  /** It sends the code by its own vendor. */
  | { readonly status: 'sends-itself' };

export function judge(platform: PlatformName, answer: PlayedAnswer): PlatformVerdict {
  switch (platform) {
    case 'supabase':
      return judgeSupabase(answer);
    case 'okta':
      return judgeOkta(answer);
    case 'authgear':
      return judgeAuthgear(answer);
    case 'logto':
      return isSuccess(answer) ? { status: 'taken' } : { status: 'failed', message: answer.body };
    case 'kratos':
    case 'zitadel':
    case 'clerk':
    case 'generic':
      return isSuccess(answer) ? { status: 'taken' } : { status: 'asks-again' };
  }
}

function isSuccess({ status }: PlayedAnswer): boolean {
  return status >= 200 && status < 300;
}

function judgeSupabase({ status, headers, body }: PlayedAnswer): PlatformVerdict {
  if (status === 204) return { status: 'taken' };
  if ((status === 429 || status === 503) && headers.get('retry-after') !== null) return { status: 'asks-again' };
  const isJson = /^application\/json\b/.test(headers.get('content-type') ?? '');
  if ((status !== 200 && status !== 202) || !isJson) return { status: 'failed', message: null };
  const message = textAt(parse(body), 'error', 'message');
  return message === null ? { status: 'taken' } : { status: 'failed', message };
}

function judgeOkta({ status, body }: PlayedAnswer): PlatformVerdict {
  if (status >= 500) return { status: 'asks-again' };
  const answer = parse(body);
  if (status !== 200) return { status: 'sends-itself' };
  const message = textAt(answer, 'error', 'errorSummary');
  if (message !== null) return { status: 'failed', message };
  const commands = valueAt(answer, 'commands');
  const action: unknown = Array.isArray(commands) ? valueAt(commands[0], 'value') : undefined;
  const told = Array.isArray(action) ? textAt(action[0], 'status') : null;
  if (told === 'SUCCESSFUL' || told === 'PENDING') return { status: 'taken' };
  return { status: 'sends-itself' };
}

function judgeAuthgear(answer: PlayedAnswer): PlatformVerdict {
  const told = parse(answer.body);
  const code = textAt(told, 'code');
  if (code === null) return isSuccess(answer) ? { status: 'taken' } : { status: 'failed', message: null };
  return code === 'ok' ? { status: 'taken' } : { status: 'failed', message: textAt(told, 'description') };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
