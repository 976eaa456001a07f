import { type HandleFields, openHandle } from '../challenge/index.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';

export type HeldOutcome =
  | { readonly status: 'held'; readonly held: HandleFields }
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
      return { status: 'held', held: fields };
    }
  }
}
