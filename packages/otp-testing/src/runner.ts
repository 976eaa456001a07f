/** What a suite needs of a test runner: vitest, jest and node:test all have it. */
export interface ContractRunner {
  describe(name: string, define: () => void): void;
  it(name: string, run: () => Promise<void>): void;
}

/** One promise of a port, and how to find it broken. */
export interface ContractCase<Subject> {
  readonly name: string;
  /** Rejects when the subject does not keep the promise. */
  run(subject: Subject): Promise<void>;
}

/** Registers each case as a test of its own, with a subject of its own. */
export function registerCases<Subject>(
  runner: ContractRunner,
  name: string,
  cases: readonly ContractCase<Subject>[],
  withSubject: (use: (subject: Subject) => Promise<void>) => Promise<void>,
): void {
  runner.describe(name, () => {
    for (const each of cases) runner.it(each.name, () => withSubject((subject) => each.run(subject)));
  });
}
