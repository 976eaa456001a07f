import { afterEach, describe, expect, it, vi } from 'vitest';
import LastLineReporter from './last-line-reporter.ts';

type Modules = Parameters<LastLineReporter['onTestRunEnd']>[0];

function moduleWith(...states: readonly string[]): Modules[number] {
  return {
    moduleId: 'a.long.ts',
    project: { name: 'create' },
    children: { allTests: () => states.map((state) => ({ fullName: `a ${state} test`, result: () => ({ state }) })) },
    ok: () => !states.includes('failed'),
    errors: () => [],
    diagnostic: () => ({
      prepareDuration: 0,
      environmentSetupDuration: 0,
      setupDuration: 0,
      collectDuration: 0,
      duration: 0,
    }),
  };
}

const exitCodeBefore = process.exitCode;
afterEach(() => {
  process.exitCode = exitCodeBefore;
  vi.restoreAllMocks();
});

/** What it prints, and the exit code that it leaves. */
function report(modules: Modules): readonly [printed: string, exitCode: typeof process.exitCode] {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  new LastLineReporter().onTestRunEnd(modules, []);
  return [String(write.mock.calls[0]?.[0]), process.exitCode];
}

describe('LastLineReporter', () => {
  it('ends with the count', () => {
    expect(report([moduleWith('passed', 'passed')])).toEqual(['2 passed, 0 failed\n', exitCodeBefore]);
  });

  it('names what failed before the count, and ends the process with 1', () => {
    const [printed, exitCode] = report([moduleWith('passed', 'failed')]);
    expect(printed).toBe('failed: a.long.ts: a failed test\n1 passed, 1 failed\n');
    expect(exitCode).toBe(1);
  });

  it.each([[], [moduleWith('skipped')]])('takes what did not run for a failure', (...modules) => {
    expect(report(modules)).toEqual([expect.stringMatching(/\n0 passed, 1 failed\n$/), 1]);
  });
});
