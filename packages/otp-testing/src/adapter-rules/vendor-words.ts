/** Law 9 for a vendor's own words: what it was told must not be seen coming back, whole or in part, alone or within an id. */
import { strict as assert } from 'node:assert';
import { inspect } from 'node:util';

/**
 * What a vendor says next where a case chooses it: as the id of what it accepts, as the code of a refusal, and in the
 * text of one. Where ids have a shape, one of that shape that holds the word. `null`: whatever it would say.
 */
export type VendorWord = () => string | null;

export const NO_WORD: VendorWord = () => null;

/** A word of a vendor's that nobody may see. */
export interface TellingWord {
  readonly word: string;
  /** What must not be seen of it. Where it is a short part, others hold it by chance: then it alone. */
  readonly secret: string;
  readonly counts: 'anywhere' | 'alone';
}

export interface Told {
  /** E.164. */
  readonly to: string;
  /** The text or the code. */
  readonly texts: readonly string[];
  readonly code: string | null;
  readonly credentials: readonly string[];
}

/** So much of a secret tells it. */
const TELLING_PART = 8;

export function tellingWords({ to, texts, code, credentials }: Told): readonly TellingWord[] {
  const digits = to.slice(1);
  const codes = code === null ? [] : [code];
  const whole = [digits, ...codes, ...texts, ...credentials];
  const longParts = [digits, ...credentials]
    .filter(({ length }) => length > TELLING_PART)
    .flatMap((each) => [each.slice(0, TELLING_PART), each.slice(-TELLING_PART)]);
  const shortParts = [digits.slice(-5), ...codes.map((each) => each.slice(0, 4))];
  return [
    { word: to, secret: digits, counts: 'anywhere' },
    ...[...whole, ...longParts].flatMap((secret): TellingWord[] => [
      { word: secret, secret, counts: 'anywhere' },
      { word: `id-${secret}-1`, secret, counts: 'anywhere' },
    ]),
    ...shortParts.map((secret): TellingWord => ({ word: secret, secret, counts: 'alone' })),
  ];
}

export function assertNotTold(outcome: unknown, { secret, counts }: TellingWord): void {
  const shown = `${inspect(outcome, { depth: 10 })}\n${JSON.stringify(outcome)}`;
  const isTold = counts === 'anywhere' ? shown.includes(secret) : JSON.stringify(outcome).includes(`"${secret}"`);
  assert.ok(!isTold, 'shows an id, a code or words that hold what nobody may see, or are a part of it');
}
