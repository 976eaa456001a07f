/** A suite is proven by what it catches: each proof is an implementation that breaks one promise, and the suite it must fail. */
import type { ContractRunner } from '../../runner.ts';

export interface Proof {
  /** What is wrong with it, after "a store that" or the like. */
  readonly name: string;
  /** Registers the suite with the broken implementation. */
  register(runner: ContractRunner): void;
}

/** The name of the first case that fails; `null` where the broken implementation gets away. */
export async function findCatchingCase(proof: Proof): Promise<string | null> {
  const cases: { readonly name: string; readonly run: () => Promise<void> }[] = [];
  proof.register({
    describe: (_name, define) => define(),
    it: (name, run) => cases.push({ name, run }),
  });
  for (const each of cases) {
    try {
      await each.run();
    } catch {
      return each.name;
    }
  }
  return null;
}
