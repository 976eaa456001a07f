import { describe, expect, it } from 'vitest';
import { APPS, runScript } from './example-app.ts';

describe('npm run demo', () => {
  it.each(['koa', 'bench', '../express', ''])("says of '%s' in one line which apps there are", async (name) => {
    const { code, stdout, stderr } = await runScript('scripts/demo.mjs', [name]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    for (const app of APPS) expect(stderr).toContain(app);
  });
});
