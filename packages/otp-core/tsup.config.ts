import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.ts';

export default defineConfig(
  packageBuild({
    index: 'src/index.ts',
    spec: 'src/spec/index.ts',
    adapter: 'src/adapter/index.ts',
    memory: 'src/memory/index.ts',
    languages: 'src/languages/index.ts',
    assessment: 'src/assessment/index.ts',
    delivery: 'src/delivery/index.ts',
    message: 'src/message/index.ts',
  }),
);
