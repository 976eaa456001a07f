import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MIGRATION_TEXTS } from './migration-texts.ts';

const folder = join(import.meta.dirname, '../../migrations');
const files = readdirSync(folder).sort();
const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

/** As template literals, so that a difference can be read line by line. */
function moduleOf(sqlByFile: Readonly<Record<string, string>>): string {
  const entries = Object.entries(sqlByFile).map(([file, sql]) => {
    const escaped = sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
    return `  '${file}': \`${escaped}\`,\n`;
  });
  return [
    '/** The files of `migrations/`, for programs that are bundled. Written by `vitest run packages/otp-postgres/src/schema -u`. */\n',
    '// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is SQL\n',
    `export const MIGRATION_TEXTS: Readonly<Record<string, string>> = {\n${entries.join('')}};\n`,
  ].join('');
}

describe('MIGRATION_TEXTS', () => {
  it('are the files in migrations/, copied by `vitest run packages/otp-postgres/src/schema -u`', async () => {
    await expect(moduleOf(texts)).toMatchFileSnapshot('./migration-texts.ts');
    expect(MIGRATION_TEXTS).toEqual(texts);
  });

  it('are numbered without a gap, and each records that it was run', () => {
    for (const [index, file] of files.entries()) {
      expect(file).toMatch(new RegExp(`^000${index + 1}_[a-z_]+\\.sql$`));
      expect(texts[file]).toContain(`(version, name) VALUES (${index + 1}, '`);
    }
  });

  it('hold no more than a reader can follow', () => {
    for (const file of files) expect(texts[file]?.split('\n').length).toBeLessThan(300);
  });
});
