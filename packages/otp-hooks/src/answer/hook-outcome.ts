/** What became of a request, before it is said in the platform's own form. */
import type { Refusal } from './refusal.ts';

export type HookOutcome =
  | Sent
  | { readonly status: 'refused'; readonly refusal: Refusal; readonly retryAfterMs: number | null }
  | { readonly status: 'ignored' };

/** A message left or may have left, with this request or with an earlier one about the same code. */
export interface Sent {
  readonly status: 'sent';
  readonly delivery: 'accepted' | 'unknown';
  /** Who took it, where that is known. */
  readonly providerId: string | null;
  readonly messageId: string | null;
}
