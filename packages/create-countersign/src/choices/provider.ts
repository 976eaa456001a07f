import type { Choice, Ranges } from './choice.ts';

/** Who can send the codes of an app. */
export interface Provider<Name extends string = string> extends Choice<Name> {
  /** Its adapter, of `@countersign`. */
  readonly adapter: string;
  readonly libraries: Ranges;
  /** Made up, and of the right shape: the local inbox takes them. */
  readonly account: Readonly<Record<string, string>>;
  /** Variables that the inbox stands in for, with an example. */
  readonly later: Readonly<Record<string, string>>;
}

/** As it stands within a sentence. */
export function withinSentence(title: string): string {
  return title.replace(/^(?:An?|The) /, (article) => article.toLowerCase());
}
