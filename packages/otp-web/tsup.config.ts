import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.ts';

export default defineConfig(
  packageBuild({
    index: 'src/index.ts',
    express: 'src/express/index.ts',
    node: 'src/node/index.ts',
    client: 'src/client/index.ts',
    'client-languages': 'src/client/languages/index.ts',
  }),
);
