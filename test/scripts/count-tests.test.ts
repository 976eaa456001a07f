import { describe, expect, it } from 'vitest';
import { countTests } from '../../scripts/count-tests.mjs';

const STARTING = { prepareDuration: 10, environmentSetupDuration: 0, setupDuration: 0, collectDuration: 990 };

function moduleOf(states: readonly string[], { ok = !states.includes('failed'), error = '', project = 'unit' } = {}) {
  return {
    moduleId: 'a.test.ts',
    project: { name: project },
    children: {
      allTests: () => states.map((state) => ({ fullName: `a ${state} test`, result: () => ({ state }) })),
    },
    ok: () => ok,
    errors: () => (error === '' ? [] : [{ message: error }]),
    diagnostic: () => ({ ...STARTING, duration: 500 }),
  };
}

describe('countTests', () => {
  it('counts what passed, and names what failed', () => {
    const { passed, failures } = countTests([moduleOf(['passed', 'failed', 'passed'])], 0);
    expect(passed).toBe(2);
    expect(failures).toEqual(['a.test.ts: a failed test']);
  });

  it.each(['skipped', 'pending'])('counts a %s test as failed and says so', (state) => {
    const { passed, failures } = countTests([moduleOf(['passed', state])], 0);
    expect(passed).toBe(1);
    expect(failures).toEqual([expect.stringContaining(`"a ${state} test" is ${state}`)]);
  });

  it('counts a file that could not be loaded as one failure', () => {
    const broken = moduleOf([], { ok: false, error: 'Cannot find module' });
    const { failures } = countTests([moduleOf(['failed']), broken], 0);
    expect(failures).toHaveLength(2);
    expect(failures).toContainEqual(
      expect.stringContaining('the file failed outside of its tests. Cannot find module'),
    );
  });

  it('counts each error outside of all tests as a failure', () => {
    const { passed, failures } = countTests([moduleOf(['passed'])], 2);
    expect(passed).toBe(1);
    expect(failures).toHaveLength(2);
  });

  it('counts no test at all as one failure', () => {
    const { passed, failures } = countTests([], 0);
    expect(passed).toBe(0);
    expect(failures).toEqual([expect.stringContaining('No test')]);
  });

  it('tells how much each project took, with the loading of its files', () => {
    const { remarks } = countTests([moduleOf(['passed'], { project: 'browser' }), moduleOf(['passed', 'passed'])], 0);
    expect(remarks).toEqual([
      'tests of browser: 1 in 1 files, 1.5 s of all workers',
      'tests of unit: 2 in 1 files, 1.5 s of all workers',
    ]);
  });
});
