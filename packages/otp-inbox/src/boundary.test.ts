import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('the package', () => {
  it('imports Node and itself only', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
    const sources = files.filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'test-inbox.ts',
    );
    expect(sources.length).toBeGreaterThan(20);
    for (const file of sources) {
      const source = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
      for (const [, from] of source.matchAll(/(?:^|\s)(?:from|import) '([^']+)'/g))
        expect(from).toMatch(/^(?:node:|\.\.?\/)/);
    }
  });
});
