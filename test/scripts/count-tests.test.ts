import { describe, expect, it } from 'vitest';
import { countTests } from '../../scripts/count-tests.mjs';

function reportOf(...statuses: string[]) {
  const assertionResults = statuses.map((status) => ({ fullName: `a ${status} test`, status }));
  return {
    testResults: [{ name: 'a.test.ts', status: statuses.includes('failed') ? 'failed' : 'passed', assertionResults }],
  };
}

describe('countTests', () => {
  it('counts what passed and what failed', () => {
    expect(countTests(reportOf('passed', 'failed', 'passed'), 1)).toEqual({ passed: 2, failed: 1, remarks: [] });
  });

  it.each(['skipped', 'pending', 'todo', 'disabled'])('counts a %s test as failed and says so', (status) => {
    const { passed, failed, remarks } = countTests(reportOf('passed', status), 0);
    expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
    expect(remarks).toEqual([expect.stringContaining(`"a ${status} test" is ${status}`)]);
  });

  it('counts a file that could not be loaded as one failure', () => {
    const broken = { name: 'b.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] };
    const { failed, remarks } = countTests({ testResults: [...reportOf('failed').testResults, broken] }, 1);
    expect(failed).toBe(2);
    expect(remarks).toEqual([expect.stringContaining('b.test.ts: the file failed outside of its tests. Cannot find')]);
  });

  it('counts an error outside of all tests as one failure', () => {
    expect(countTests(reportOf('passed'), 1)).toMatchObject({ passed: 1, failed: 1, remarks: [expect.any(String)] });
  });

  it('counts no test at all as one failure', () => {
    expect(countTests({ testResults: [] }, 0)).toMatchObject({ passed: 0, failed: 1, remarks: [expect.any(String)] });
  });
});
