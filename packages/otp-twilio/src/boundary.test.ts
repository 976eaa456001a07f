import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The doors of the core that an adapter may use, and what it is built on. */
const ALLOWED = ['@countersign/otp-core/spec', '@countersign/otp-core/adapter', 'twilio'];

describe('the sources of this package', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('test-support'),
  );
  const read = (file: string) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8');

  it('are found', () => {
    expect(files).toEqual(expect.arrayContaining(['index.ts', 'twilio-sms-sender.ts']));
  });

  it.each(files)('import through the two doors of the core only: %s', (file) => {
    const imported = [...read(file).matchAll(/(?:from\s+|import\(\s*)'([^']+)'/g)].map(
      ([, specifier]) => specifier ?? '',
    );
    for (const specifier of imported) {
      if (!/^\.{1,2}\/(?!test-support)|^node:/.test(specifier)) expect(ALLOWED).toContain(specifier);
    }
  });

  it.each(files)('import only types of the SDK where they are loaded: %s', (file) => {
    expect(read(file)).not.toMatch(/^import (?!type)[^;]*from 'twilio'/m);
  });
});
