import type { Options } from 'tsup';

/**
 * How every package is built: ESM and CommonJS with declarations for both. `files`: what several entries share is a file of
 * its own, or a copy in each of them, so that an import opens one file only.
 */
export function packageBuild(
  entry: Record<string, string>,
  { files = 'shared' }: { readonly files?: 'shared' | 'one-an-entry' } = {},
): Options {
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
    splitting: files === 'shared',
    treeshake: false,
    // `node:` says what is meant, and runtimes other than Node ask for it.
    removeNodeProtocol: false,
  };
}
