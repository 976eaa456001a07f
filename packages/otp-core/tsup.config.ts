import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.ts';

// One file an entry: every file that an import opens costs a serverless function a millisecond of its start. What is in
// several of them is the errors, told apart by a mark and not by class, and checks without state.
export default defineConfig(
  packageBuild(
    {
      index: 'src/index.ts',
      spec: 'src/spec/index.ts',
      adapter: 'src/adapter/index.ts',
      settings: 'src/settings/index.ts',
      memory: 'src/memory/index.ts',
      languages: 'src/languages/index.ts',
      assessment: 'src/assessment/index.ts',
      delivery: 'src/delivery/index.ts',
      message: 'src/message/index.ts',
    },
    { files: 'one-an-entry' },
  ),
);
