import type { Options } from 'tsup';

/** How every package is built: ESM and CommonJS with declarations for both. */
export function packageBuild(entry: Record<string, string>): Options {
  return {
    entry,
    format: ['esm', 'cjs'],
    dts: {
      compilerOptions: { noEmit: false, allowImportingTsExtensions: false, rewriteRelativeImportExtensions: true },
    },
    target: 'node22',
    platform: 'node',
    clean: true,
    sourcemap: true,
    splitting: true,
    treeshake: false,
    // `node:` says what is meant, and runtimes other than Node ask for it.
    removeNodeProtocol: false,
  };
}
