import type { Options } from 'tsup';

type Plugin = NonNullable<Options['plugins']>[number];

/**
 * In CommonJS `await import('twilio')` becomes a `require` right where it stands. Left to the compiler it would stand in a
 * function of its own, and so outside of the `try` around it, by which bundlers know that a package may be missing.
 */
const requireInPlace: Plugin = {
  name: 'require-in-place',
  renderChunk(code, { map }) {
    const required = code.replaceAll(/\bawait import\(("[^"./][^"]*")\)/g, 'namespaceOf(require($1))');
    if (this.format !== 'cjs' || required === code) return undefined;
    const helper =
      'function namespaceOf(module) { return module.__esModule ? module : { ...module, default: module }; }';
    return { code: `${required}\n${helper}\n`, map: map ?? null };
  },
};

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
    plugins: [requireInPlace],
  };
}
