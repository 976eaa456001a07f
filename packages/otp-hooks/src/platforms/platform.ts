/** What one auth platform is, as data and two pure functions: how it proves itself, what its body says, how it is answered. */
import type { HookOutcome } from '../answer/hook-outcome.ts';
import type { HookReply } from '../answer/hook-reply.ts';
import type { PlainReason } from '../answer/refusal.ts';
import type { ProofScheme } from '../proof/proof.ts';
import type { PlatformName } from './platform-name.ts';

export interface Platform {
  readonly name: PlatformName;
  /** How it can prove that a request is its own. */
  readonly schemes: readonly ProofScheme[];
  /** When it has to be answered, in milliseconds from the arrival of the request: below the platform's own limit. */
  readonly deadlineMs: number;
  /** Whether the request holds a text that may be sent as it is. */
  readonly text: 'sent-along' | 'none';
  /** Reads the parsed body. Pure; takes any JSON value. */
  read(body: unknown, nowMs: number): PlatformReading;
  /** How the platform wants to be told what became of it. */
  answer(outcome: HookOutcome): HookReply;
}

/** What a body came to. */
export type PlatformReading =
  | { readonly status: 'code'; readonly request: CodeRequest }
  /** Nothing of ours: an event of another kind, or a message that the platform sends itself. */
  | { readonly status: 'ignored' }
  | { readonly status: 'refused'; readonly reason: PlainReason };

/** One code for one number. */
export interface CodeRequest {
  /** As the platform writes it. */
  readonly phoneNumber: string;
  /** `may-lack`: documented to write E.164 without its plus. */
  readonly plus: 'always' | 'may-lack';
  readonly code: string;
  /** What, beside number and code, tells one send from another: a user, a request, an event. */
  readonly subject: readonly string[];
  /** What the code is for, in the platform's word; `default` where that is no word, or repeats the number or the code. */
  readonly purpose: string;
  /** BCP 47; `null`: not told. */
  readonly locale: string | null;
  /** Of the person's device; `null`: not told. */
  readonly clientAddress: string | null;
  /** The platform's own text; `null`: none came along. */
  readonly text: string | null;
  /** What is left of the code's life; `null`: not told. */
  readonly lifeMs: number | null;
}
