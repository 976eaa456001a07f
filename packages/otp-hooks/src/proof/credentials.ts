/** What a hook is given to check requests by, whichever of its two options says it. */
import type { ProofScheme } from './proof.ts';

export interface Credentials {
  readonly scheme: ProofScheme;
  readonly credentials: readonly string[];
}

/** `given` may hold anything; what is no text is left out and missed afterwards. */
export function credentialsOf(schemes: readonly ProofScheme[], given: object): Credentials {
  const { secret, authorization }: { readonly secret?: unknown; readonly authorization?: unknown } = given;
  const isAuthorization = secret === undefined && schemes.includes('authorization');
  const scheme = isAuthorization ? 'authorization' : schemes.find((each) => each !== 'authorization');
  const value = isAuthorization ? authorization : secret;
  const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = listed.filter((each) => typeof each === 'string');
  // Supabase's own setting joins secrets by a bar, which none of them holds; a header may.
  return {
    scheme: scheme ?? 'authorization',
    credentials: isAuthorization ? texts : texts.flatMap((each) => each.split('|')),
  };
}
