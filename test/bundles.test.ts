/**
 * Apps bundled by esbuild, as ESM and as CommonJS, from what the READMEs say to install: what is there is taken in and
 * runs, what is not is an error when it is asked for. `npm run test:bundlers` does so with webpack and Next.
 */
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BUNDLED_PROGRAMS, type BundledProgram, startVendor } from './support/bundled-programs.ts';
import { installMinimal } from './support/minimal-install.ts';
import { runProgram } from './support/run-program.ts';

type Format = 'esm' | 'cjs';

/** As the README of otp-config has it: libraries of CommonJS ask for `require`, which ESM does not have. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Names of a package, imported as the format does. */
function use(format: Format, [name, names]: readonly [name: string, names: readonly string[]]): string {
  const list = `{ ${names.join(', ')} }`;
  const specifier = `'@countersign/${name}'`;
  return format === 'esm' ? `import ${list} from ${specifier};` : `const ${list} = require(${specifier});`;
}

/** Bundles a program and runs the bundle, which prints JSON; away from `node_modules`, so that it finds nothing there. */
async function runBundled(format: Format, program: BundledProgram, vendorUrl: string): Promise<unknown> {
  const { packages, libraries, imports, body } = program;
  const app = installMinimal(packages, libraries);
  const uses = Object.entries(imports).map((each) => use(format, each));
  const entry = app.write(
    `app.${format === 'esm' ? 'mjs' : 'cjs'}`,
    `${uses.join(' ')}\n(async () => {${body}})().then((result) => console.log(JSON.stringify(result)));`,
  );
  const away = installMinimal([]);
  const outfile = join(away.folder, format === 'esm' ? 'out.mjs' : 'out.cjs');
  const banner = format === 'esm' ? { banner: { js: BANNER } } : {};
  const { warnings } = await build({
    absWorkingDir: app.folder,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format,
    outfile,
    logLevel: 'silent',
    ...banner,
  });
  expect(warnings).toEqual([]);
  const run = await runProgram(process.execPath, [outfile], {
    cwd: away.folder,
    timeLimitMs: 15_000,
    environment: { ...process.env, VENDOR_URL: vendorUrl },
  });
  expect(run).toMatchObject({ exitCode: 0 });
  return JSON.parse(run.stdout);
}

describe.each(['esm', 'cjs'] as const)('bundled as %s', (format) => {
  it.each(BUNDLED_PROGRAMS)('$name', async (program) => {
    const vendor = await startVendor();
    onTestFinished(() => vendor.close());
    expect(await runBundled(format, program, vendor.url)).toEqual(program.expected);
    expect(vendor.asked).toHaveLength(program.requests);
  });
});
