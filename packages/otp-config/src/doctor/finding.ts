/** What the doctor has found. */
import type { CheckCode } from './check-codes.ts';

/** One thing that the doctor has found. */
export interface Finding {
  /** A problem keeps an engine from being made or a deployment from working; a warning does not. */
  readonly level: 'problem' | 'warning' | 'ok';
  /** Stable. */
  readonly code: CheckCode;
  /** One sentence for an operator. Never a secret, a code or a phone number. */
  readonly message: string;
}

export function problem(code: CheckCode, message: string): Finding {
  return { level: 'problem', code, message };
}

export function warning(code: CheckCode, message: string): Finding {
  return { level: 'warning', code, message };
}

export function ok(code: CheckCode, message: string): Finding {
  return { level: 'ok', code, message };
}
