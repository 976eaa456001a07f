import { cpSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.ts';

export default defineConfig({
  ...packageBuild({ index: 'src/index.ts', cli: 'src/cli.ts' }),
  // `import.meta.url` in CommonJS, too: the page's files and the manifest lie beside the code.
  shims: true,
  onSuccess: async () => cpSync('src/page/files', 'dist/files', { recursive: true }),
});
