/** All proofs of the suites, and the table that tells of them. */
import { BROKEN_LIMITERS } from './broken-limiters.ts';
import { BROKEN_ONCE_STORES } from './broken-once-stores.ts';
import { BROKEN_PROVIDERS } from './broken-providers.ts';
import { BROKEN_SENDERS } from './broken-senders.ts';
import { BROKEN_STORE_CLOCKS } from './broken-store-clocks.ts';
import { BROKEN_STORE_LIMITS } from './broken-store-limits.ts';
import { BROKEN_LIMITER_TIMES, BROKEN_ONCE_STORE_TIMES, BROKEN_STORE_TIMES } from './broken-store-times.ts';
import { BROKEN_STORES } from './broken-stores.ts';
import { HASTY_STORES } from './hasty-stores.ts';
import { findCatchingCase, type Proof } from './proof.ts';

export interface NamedProof extends Proof {
  readonly kind: 'store' | 'limiter' | 'once store' | 'sender' | 'provider';
}

export const PROOFS: readonly NamedProof[] = [
  ...[...BROKEN_STORES, ...BROKEN_STORE_LIMITS, ...BROKEN_STORE_CLOCKS, ...HASTY_STORES, ...BROKEN_STORE_TIMES].map(
    (proof) => ({ ...proof, kind: 'store' as const }),
  ),
  ...[...BROKEN_LIMITERS, ...BROKEN_LIMITER_TIMES].map((proof) => ({ ...proof, kind: 'limiter' as const })),
  ...[...BROKEN_ONCE_STORES, ...BROKEN_ONCE_STORE_TIMES].map((proof) => ({ ...proof, kind: 'once store' as const })),
  ...BROKEN_SENDERS.map((proof) => ({ ...proof, kind: 'sender' as const })),
  ...BROKEN_PROVIDERS.map((proof) => ({ ...proof, kind: 'provider' as const })),
];

const found = new Map<Proof, Promise<string | null>>();

/** As `findCatchingCase`, looked for once: some suites wait for a server that never answers. */
export function catchingCaseOf(proof: Proof): Promise<string | null> {
  const known = found.get(proof) ?? findCatchingCase(proof);
  found.set(proof, known);
  return known;
}

/** A Markdown table, aligned as the formatter would: a row for each proof, with the first case that catches it. */
export async function describeProofs(): Promise<string> {
  const rows: (readonly [string, string])[] = [['broken implementation', 'caught by']];
  for (const proof of PROOFS) {
    rows.push([`a ${proof.kind} that ${proof.name}`, (await catchingCaseOf(proof)) ?? 'nothing']);
  }
  const [left, right] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [header, ...others] = rows.map((row) => `| ${row[0].padEnd(left ?? 0)} | ${row[1].padEnd(right ?? 0)} |`);
  return [header, `| ${'-'.repeat(left ?? 0)} | ${'-'.repeat(right ?? 0)} |`, ...others, ''].join('\n');
}
