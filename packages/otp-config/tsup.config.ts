import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.ts';

export default defineConfig({
  ...packageBuild({ index: 'src/index.ts', cli: 'src/cli.ts' }),
  // The command reads its version from beside its own file, in CommonJS as well.
  shims: true,
  // Rows of settings are taken in: they are read whether their package is installed or not.
  noExternal: [/^@countersign\/otp-(?!core\/)[a-z-]+\/settings$/],
});
