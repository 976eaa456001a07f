import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catchingCaseOf, describeProofs, PROOFS } from './proofs.ts';

describe('the suites', () => {
  it.each(PROOFS)('catch a $kind that $name', async (proof) => {
    expect(await catchingCaseOf(proof)).not.toBeNull();
  });

  it('catch each as docs/proofs.md tells', async () => {
    const document = readFileSync(new URL('../../../docs/proofs.md', import.meta.url), 'utf8');
    const table = /<!-- proofs -->\n\n([\s\S]*)\n<!-- \/proofs -->/.exec(document)?.[1];
    expect(table).toBe(await describeProofs());
  });

  it('are proven by broken implementations with a name each', () => {
    const names = PROOFS.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(25);
  });
});
