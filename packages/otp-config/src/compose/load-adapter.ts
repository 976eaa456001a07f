/** Loads what was chosen and makes it, and turns what goes wrong into problems. */
import { OtpConfigurationError } from '@countersign/otp-core';
import type { ProblemList } from '../problems/setting-problem.ts';

export interface Loading<Made> {
  /** Who needs it, where several could: the provider. */
  readonly neededBy?: string;
  readonly packageName: string;
  /** What the app has to install beside it. */
  readonly others: readonly string[];
  /** The option that chose it, and its variable. */
  readonly option: string;
  readonly variable: string | null;
  readonly make: () => Promise<Made>;
  /** How an option of the made thing is called in the settings. */
  readonly rename: (option: string) => { readonly option: string; readonly variable: string | null };
}

/** `undefined` where a problem was added. */
export async function loadAdapter<Made>(loading: Loading<Made>, problems: ProblemList): Promise<Made | undefined> {
  try {
    return await loading.make();
  } catch (error) {
    if (OtpConfigurationError.isInstance(error)) {
      for (const { option, message } of error.problems) {
        problems.add({ code: 'refused-setting', ...loading.rename(option), message });
      }
      return undefined;
    }
    if (!isMissing(error, loading.packageName)) throw error;
    const { option, variable } = loading;
    problems.add({ code: 'missing-package', option, variable, message: installLine(loading) });
    return undefined;
  }
}

export function installLine({
  packageName,
  others,
  neededBy,
}: Pick<Loading<unknown>, 'packageName' | 'others' | 'neededBy'>): string {
  const whose = neededBy === undefined ? '' : ` for ${neededBy}`;
  return `needs a package${whose} that is not installed: npm install ${[packageName, ...others].join(' ')}`;
}

/** The package itself: one that is there and lacks something of its own is another matter. */
function isMissing(error: unknown, packageName: string): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const isNotFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return isNotFound && String(message).includes(`'${packageName}'`);
}
