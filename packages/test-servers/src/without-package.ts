/** A package that does not load, for the tests of adapters that load it with their first call. */
import { onTestFinished, vi } from 'vitest';

type Factory = (importOriginal: () => Promise<object>) => Promise<object>;

/**
 * Loads a module anew. From then until the test ends, imports of the package reject.
 *
 * @param mock hands the factory to `vi.doMock`, in the file of the test: from there the package's name is resolved
 */
export async function withoutPackage<Module>(
  mock: (factory: Factory) => void,
  error: Error,
  load: () => Promise<Module>,
): Promise<Module> {
  let isMissing = true;
  mock((importOriginal) => (isMissing ? Promise.reject(error) : importOriginal()));
  vi.resetModules();
  onTestFinished(() => {
    isMissing = false;
    vi.resetModules();
  });
  return load();
}
