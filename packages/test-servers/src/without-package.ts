/** A package that does not load, for the tests of adapters that load it with their first call. */
import { onTestFinished, vi } from 'vitest';

/** Loads a module anew, and with it whatever it loads; from then until the test ends, imports of the package reject. */
export async function withoutPackage<Module>(name: string, error: Error, load: () => Promise<Module>): Promise<Module> {
  vi.doMock(name, () => {
    throw error;
  });
  vi.resetModules();
  onTestFinished(() => {
    vi.doUnmock(name);
    vi.resetModules();
  });
  return load();
}
