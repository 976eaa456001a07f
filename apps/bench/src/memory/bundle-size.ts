/** The weight of `otp-core`, by the tool and the settings of the gate. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const SIZE_LIMIT = fileURLToPath(new URL('../../../../node_modules/size-limit/bin.js', import.meta.url));

/** Bytes, minified and gzipped. */
export function measureBundleBytes(): number {
  // It exits with 1 where its own limit is passed; that is for the table to say.
  const { stdout, stderr } = spawnSync(process.execPath, [SIZE_LIMIT, '--json'], { cwd: ROOT, encoding: 'utf8' });
  const size = sizeIn(stdout);
  if (size === undefined) throw new Error(`size-limit gave no size: ${stderr}`);
  return size;
}

function sizeIn(output: string): number | undefined {
  try {
    const checks = JSON.parse(output) as readonly { readonly name: string; readonly size: number }[];
    return checks.find(({ name }) => name === '@countersign/otp-core')?.size;
  } catch {
    return undefined;
  }
}
