/** A platform that asks a hook to send a code: what to play, and what came of it. Types only. */
import type { PlatformName, PlatformOptions } from '@countersign/otp-hooks';
import type { InboxPhoneNumber } from '../messages/phone-number.ts';

/** Whether a platform asks again. */
export type InboxHookRepeat =
  /** One call, whatever is answered. */
  | 'once'
  /** As the platform does: again after an answer that it does not take, or none. */
  | 'as-platform'
  /** All of the platform's calls, as if no answer had reached it. At least two. */
  | 'always';

/** The platform with its credential, and how it calls. */
export type InboxHookCall = PlatformOptions & {
  /** Address of the hook. On this machine, or one of `hookHosts`. */
  readonly url: string;
  /** Whom the code is for, in E.164 form. */
  readonly to: string;
  /** 4 to 10 digits. @defaultValue six random digits */
  readonly code?: string | undefined;
  /** @defaultValue 'as-platform' */
  readonly repeat?: InboxHookRepeat | undefined;
  /** Between two calls, 0 to 10000 milliseconds. @defaultValue the platform's own, at most 5000 */
  readonly pauseMs?: number | undefined;
};

/** One call, as the platform sees it. */
export interface InboxHookAttempt {
  /** From 1. */
  readonly attempt: number;
  /** How long the platform waited for the answer. */
  readonly durationMs: number;
  /** `null`: no answer came. */
  readonly status: number | null;
  /**
   * What the platform makes of it. `taken`: sent. `failed`: not sent, and no further call. `asks-again`: not sent, and worth
   * another call. `sends-itself`: it sends by its own vendor. `no-answer`: none within its deadline. `not-secure`: something
   * listens there, but its certificate is not trusted, or it does not speak https. `unreachable`: nothing listens there.
   */
  readonly verdict: InboxHookVerdict;
  /** What the platform would tell the person or its log, or why the connection is not secure; `null`: nothing. */
  readonly message: string | null;
  /** The answer's body, at most 2048 characters. */
  readonly body: string;
}

/** What a platform makes of a call. */
export type InboxHookVerdict =
  | 'taken'
  | 'failed'
  | 'asks-again'
  | 'sends-itself'
  | 'no-answer'
  | 'not-secure'
  | 'unreachable';

/** All calls about one code. */
export interface InboxHookPlay {
  readonly platform: PlatformName;
  readonly to: InboxPhoneNumber;
  readonly code: string;
  readonly attempts: readonly InboxHookAttempt[];
  /** Messages with the code that reached this inbox meanwhile. More than one is a fault of the hook. */
  readonly messages: number;
}

/** A call after its check: what may be called, and by which credential. */
export interface CheckedHookCall {
  readonly url: URL;
  readonly platform: PlatformOptions;
  readonly to: InboxPhoneNumber;
  readonly code: string;
  readonly repeat: InboxHookRepeat;
  /** `null`: the platform's own. */
  readonly pauseMs: number | null;
}
