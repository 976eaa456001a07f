/** `npm test` runs every test once: each file is in one project of Vitest, and in no other. */
import { matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import config from '../vitest.config.ts';
import longConfig from '../vitest.long.config.ts';
import { sourceFiles } from './support/workspace.ts';

interface Project {
  readonly test: { readonly name: string; readonly include: readonly string[]; readonly exclude: readonly string[] };
}

const projects = (config.test?.projects ?? []) as readonly Project[];
const longProjects = (longConfig.test?.projects ?? []) as readonly Project[];
/** The tests of an app that `create-countersign` writes are run in such apps: see `test/create/`. */
const OF_NEW_APPS = 'packages/create-countersign/templates/';
const files = ['packages', 'apps', 'test']
  .flatMap(sourceFiles)
  .filter((path) => path.endsWith('.test.ts') && !path.startsWith(OF_NEW_APPS));

function projectsOf(path: string): string[] {
  const matches = (globs: readonly string[]): boolean => globs.some((glob) => matchesGlob(path, glob));
  return projects
    .filter(({ test }) => matches(test.include) && !matches(test.exclude))
    .map(({ test: { name } }) => name);
}

describe('the projects that no `npm test` runs', () => {
  it('have each long test in exactly one of them', () => {
    const longFiles = sourceFiles('test').filter((path) => path.endsWith('.long.ts'));
    expect(longFiles.length).toBeGreaterThan(1);
    for (const path of longFiles) {
      expect(longProjects.filter(({ test }) => test.include.some((glob) => matchesGlob(path, glob)))).toHaveLength(1);
      expect(projectsOf(path)).toEqual([]);
    }
  });
});

describe('the projects of Vitest', () => {
  it('have each test in exactly one of them', () => {
    expect(files.length).toBeGreaterThan(400);
    expect(files.filter((path) => projectsOf(path).length !== 1)).toEqual([]);
  });

  it.each([
    ['unit', 'packages/otp-core/src/engine/verifications.test.ts'],
    ['servers', 'packages/otp-redis/src/redis-code-store.test.ts'],
    ['servers', 'test/stores/closing.test.ts'],
    ['browser', 'test/page/flows.browser.test.ts'],
    ['browser', 'test/demo.browser.test.ts'],
    ['workspace', 'test/readmes.test.ts'],
    ['workspace', 'test/scripts/release.test.ts'],
  ])('have in %s what stands in %s', (project, path) => {
    expect(files).toContain(path);
    expect(projectsOf(path)).toEqual([project]);
  });
});
