/** Finds what was chosen and makes it, and turns what goes wrong into problems. */
import { OtpConfigurationError } from '@countersign/otp-core';
import type { Adapter } from '@countersign/otp-core/adapter';
import type { ProblemList } from '../problems/setting-problem.ts';
import { type AdapterKind, type AdapterOf, type FoundAdapter, findAdapter } from './find-adapter.ts';

export interface Loading<Kind extends AdapterKind, Made> {
  readonly kind: Kind;
  /** Who needs it, where several could: the provider. */
  readonly neededBy?: string;
  readonly packageName: string;
  /** What the app has to install beside it. */
  readonly others: readonly string[];
  /** As the settings have them; `undefined`: by name. */
  readonly adapters: readonly Adapter[] | undefined;
  /** The option that chose it, and its variable. */
  readonly option: string;
  readonly variable: string | null;
  readonly make: (adapter: AdapterOf<Kind>) => Made;
  /** How an option of the made thing is called in the settings. */
  readonly rename: (option: string) => { readonly option: string; readonly variable: string | null };
}

/** `undefined` where a problem was added. */
export async function loadAdapter<Kind extends AdapterKind, Made>(
  loading: Loading<Kind, Made>,
  problems: ProblemList,
): Promise<Made | undefined> {
  // What is wrong with the list itself was said.
  if (problems.isAbout('adapters')) return undefined;
  const found = await findAdapter(loading.kind, loading.packageName, loading.adapters);
  if (found.status !== 'found') {
    const { option, variable } = loading;
    problems.add({ code: 'missing-package', option, variable, message: explain(found, loading) });
    return undefined;
  }
  try {
    return loading.make(found.adapter);
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    for (const { option, message } of error.problems) {
      problems.add({ code: 'refused-setting', ...loading.rename(option), message });
    }
    return undefined;
  }
}

type Packages = Pick<Loading<AdapterKind, unknown>, 'packageName' | 'others' | 'neededBy'>;

type NotFound = Exclude<FoundAdapter<AdapterKind>, { readonly status: 'found' }>;

function explain(found: NotFound, packages: Packages): string {
  switch (found.status) {
    case 'not-given':
      return `needs the adapter of ${packages.packageName} in adapters`;
    case 'not-installed':
      return installLine(packages);
    case 'not-loaded':
      return found.explanation;
    case 'of-another-version':
      return `needs ${packages.packageName} of the same version as @countersign/otp-config`;
  }
}

export function installLine({ packageName, others, neededBy }: Packages): string {
  const whose = neededBy === undefined ? '' : ` for ${neededBy}`;
  return `needs a package${whose} that is not installed: npm install ${[packageName, ...others].join(' ')}`;
}
