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
  it('counts what passed and what failed', () => {
    const count = countTests([moduleOf(['passed', 'failed', 'passed'])], 0);
    expect(count).toMatchObject({ passed: 2, failed: 1 });
  });

  it.each(['skipped', 'pending'])('counts a %s test as failed and says so', (state) => {
    const { passed, failed, remarks } = countTests([moduleOf(['passed', state])], 0);
    expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
    expect(remarks).toContainEqual(expect.stringContaining(`"a ${state} test" is ${state}`));
  });

  it('counts a file that could not be loaded as one failure', () => {
    const broken = moduleOf([], { ok: false, error: 'Cannot find module' });
    const { failed, remarks } = countTests([moduleOf(['failed']), broken], 0);
    expect(failed).toBe(2);
    expect(remarks).toContainEqual(expect.stringContaining('the file failed outside of its tests. Cannot find'));
  });

  it('counts each error outside of all tests as a failure', () => {
    expect(countTests([moduleOf(['passed'])], 2)).toMatchObject({ passed: 1, failed: 2 });
  });

  it('counts no test at all as one failure', () => {
    expect(countTests([], 0)).toMatchObject({ passed: 0, failed: 1, remarks: [expect.stringContaining('No test')] });
  });

  it('tells how much each project took, with the loading of its files', () => {
    const { remarks } = countTests([moduleOf(['passed'], { project: 'browser' }), moduleOf(['passed', 'passed'])], 0);
    expect(remarks).toEqual([
      'tests of browser: 1 in 1 files, 1.5 s of all workers',
      'tests of unit: 2 in 1 files, 1.5 s of all workers',
    ]);
  });
});
