/** Runs a program in a process of its own, our packages by their sources, and tells which files it loads. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PACKAGES = new URL('../../../', import.meta.url).href;

const HOOKS = `
import { registerHooks } from 'node:module';
const missing = JSON.parse(process.env.MISSING ?? '[]');
const loaded = [];
/** Rows of settings and what they read; by their address in the packages. */
const rowFiles = new Set();
registerHooks({
  resolve(specifier, context, next) {
    if (missing.includes(specifier)) {
      const error = new Error("Cannot find package '" + specifier + "' imported from somewhere");
      throw Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
    }
    const [, name, room = ''] = /^@countersign\\/([^/]+)(\\/[^/]+)?$/.exec(specifier) ?? [];
    // Rows of settings are built into otp-config, and the files beside them that they read: they are no part of an adapter
    // that was loaded, but are told by rows(), where an adapter's file would stand out.
    const isRows = room === '/settings' && name !== 'otp-core';
    if (isRows || (specifier.startsWith('./') && rowFiles.has(context.parentURL))) {
      const rows = '${PACKAGES}' + name + '/src/' + String(name).replace('otp-', '') + '-settings.ts';
      const resolved = next(isRows ? rows : specifier, context);
      rowFiles.add(resolved.url);
      return resolved;
    }
    const resolved = next(name === undefined ? specifier : '${PACKAGES}' + name + '/src' + room + '/index.ts', context);
    loaded.push(resolved.url);
    return resolved;
  },
});
/** Packages of which something was loaded by now. */
const packages = () => [...new Set(loaded.flatMap((url) => /\\/packages\\/([^/]+)\\/src\\//.exec(url)?.[1] ?? /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(url)?.[1] ?? []))].sort();
/** Every file that rows of settings consist of. */
const rows = () => [...rowFiles].map((url) => url.replace('${PACKAGES}', '')).sort();
const config = await import('${PACKAGES}otp-config/src/index.ts');
`;

/** `program` has `config`, `packages()` and `rows()`; what it prints is JSON. */
export async function runRecording(program: string, missing: readonly string[] = []): Promise<unknown> {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const { stdout } = await run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', HOOKS + program], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, MISSING: JSON.stringify(missing) },
  });
  return JSON.parse(stdout);
}
