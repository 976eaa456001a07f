import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.ts';

export default defineConfig({
  ...packageBuild({
    index: 'src/index.ts',
    node: 'src/node/index.ts',
    env: 'src/env/index.ts',
    play: 'src/play/index.ts',
    cli: 'src/cli.ts',
  }),
  // The command reads its version from beside its own file, in CommonJS as well.
  shims: true,
});
