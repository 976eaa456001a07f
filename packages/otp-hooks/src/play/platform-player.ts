/** A stand-in for a platform: it writes and signs calls as the platform does, and judges answers as it does. */
import { findPlatform } from '../platforms/find-platform.ts';
import type { HookMapping } from '../platforms/generic.ts';
import type { PlatformName } from '../platforms/platform-name.ts';
import { credentialsOf } from '../proof/credentials.ts';
import type { PlatformOptions } from '../send-hook-options.ts';
import type { HookCall, PlayedCode } from './played-code.ts';
import { RETRY_PATTERNS, type RetryPattern } from './retry-pattern.ts';
import { signCall } from './sign-call.ts';
import { judge, type PlatformVerdict, type PlayedAnswer } from './verdict.ts';
import { writeBody } from './write-body.ts';

/** Calls hooks as one platform does. */
export interface PlatformPlayer {
  readonly platform: PlatformName;
  readonly pattern: RetryPattern;
  /** One try. A retry is the same `code` again: it is signed anew, with a new id where the platform makes one. */
  write(code: PlayedCode, atMs?: number): Promise<HookCall>;
  /** What the platform makes of the hook's answer. */
  judge(answer: PlayedAnswer): PlatformVerdict;
}

/**
 * Creates the stand-in of a platform with the credentials that the hook has. Sends nothing by itself.
 *
 * @example
 * const player = createPlatformPlayer({ platform: 'supabase', secret });
 * const { headers, body } = await player.write({ phoneNumber: '+14155550123', code: '042817' });
 * const response = await fetch(url, { method: 'POST', headers, body });
 * player.judge({ status: response.status, headers: response.headers, body: await response.text() });
 */
export function createPlatformPlayer(options: PlatformOptions & { readonly mapping?: HookMapping }): PlatformPlayer {
  const { platform: name, mapping } = options;
  const { scheme, credentials } = credentialsOf(findPlatform(name, mapping).schemes, options);
  return {
    platform: name,
    pattern: RETRY_PATTERNS[name],
    async write(code, atMs = Date.now()) {
      const body = writeBody(name, code, mapping);
      // Svix's is that of the event, whatever the try.
      const messageId = scheme === 'svix' ? `msg_${code.sendId ?? 'request-1'}` : crypto.randomUUID();
      const proof = await signCall({ scheme, credentials, body, messageId, atMs });
      return { method: 'POST', headers: { 'content-type': 'application/json', ...proof }, body };
    },
    judge: (answer) => judge(name, answer),
  };
}
