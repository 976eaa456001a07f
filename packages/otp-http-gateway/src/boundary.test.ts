import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The doors of the core that an adapter may use, and what it is built on. */
const ALLOWED = ['@countersign/otp-core/spec', '@countersign/otp-core/adapter', 'axios'];

describe('the sources of this package', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('test-support'),
  );

  it('are found', () => {
    expect(files).toEqual(expect.arrayContaining(['index.ts', 'presets/kannel.ts']));
  });

  it.each(files)('import through the two doors of the core only: %s', (file) => {
    const source = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
    const imported = [...source.matchAll(/(?:from\s+|import\(\s*)'([^']+)'/g)].map(([, specifier]) => specifier ?? '');
    for (const specifier of imported) {
      if (!/^\.{1,2}\/(?!test-support)|^node:/.test(specifier)) expect(ALLOWED).toContain(specifier);
    }
  });
});
