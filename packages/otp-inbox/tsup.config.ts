import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.ts';

// The command reads its version from beside its own file, in CommonJS as well.
export default defineConfig({ ...packageBuild({ index: 'src/index.ts', cli: 'src/cli.ts' }), shims: true });
