/** Law 9 for a vendor's own words: what it was told must not be seen coming back, whole or in part, alone or within an id. */
import { strict as assert } from 'node:assert';
import { inspect } from 'node:util';

/**
 * What a vendor says next where a case chooses it: as the id of what it accepts, as the code of a refusal, and in the
 * text of one. Where ids have a shape, one of that shape that holds the word. `null`: whatever it would say.
 */
export type VendorWord = () => string | null;

export const NO_WORD: VendorWord = () => null;

/** A word of a vendor's, and what of it nobody may see. */
export interface TellingWord {
  readonly word: string;
  readonly secret: string;
}

export interface Told {
  /** E.164. */
  readonly to: string;
  readonly code: string;
  readonly text?: string;
  readonly credentials: readonly string[];
}

/** So much of a credential tells it. */
const TELLING_PART = 8;

export function tellingWords({ to, code, text, credentials }: Told): readonly TellingWord[] {
  const digits = to.slice(1);
  const whole = [digits, code, ...(text === undefined ? [] : [text]), ...credentials];
  const parts = [
    digits.slice(-5),
    code.slice(0, 4),
    ...credentials.filter(({ length }) => length > TELLING_PART).map((each) => each.slice(0, TELLING_PART)),
  ];
  return [
    { word: to, secret: digits },
    ...[...whole, ...parts].map((secret) => ({ word: secret, secret })),
    ...[...whole, digits.slice(-TELLING_PART)].map((secret) => ({ word: `id-${secret}-1`, secret })),
  ];
}

export function assertNotTold(outcome: unknown, { secret }: TellingWord): void {
  const shown = `${inspect(outcome, { depth: 10 })}\n${JSON.stringify(outcome)}`;
  assert.ok(!shown.includes(secret), 'shows an id, a code or words that hold what nobody may see, or are a part of it');
}
