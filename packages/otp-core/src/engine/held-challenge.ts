import { type HandleFields, openHandle, subjectOf } from '../challenge/index.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';

/** A challenge as its holder knows it. */
export interface HeldChallenge extends HandleFields {
  readonly subject: string;
}

export type HeldOutcome =
  | { readonly status: 'held'; readonly held: HeldChallenge }
  | { readonly status: 'malformed' }
  | { readonly status: 'not-found' };

/** Opens a handle. One of another purpose or tenant is not found: left out means the default, never "any". */
export function readHeldChallenge(
  context: EngineContext,
  call: Pick<Call, 'tenant' | 'purpose'>,
  handle: unknown,
): HeldOutcome {
  const opened = openHandle(context.keys, handle);
  switch (opened.status) {
    case 'malformed':
      return { status: 'malformed' };
    case 'foreign':
      return { status: 'not-found' };
    case 'opened': {
      const { fields } = opened;
      if (fields.tenant !== call.tenant || fields.purpose !== call.purpose) return { status: 'not-found' };
      return { status: 'held', held: { ...fields, subject: subjectOf(context.keys, fields.tenant, fields.recipient) } };
    }
  }
}
