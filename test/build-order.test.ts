/**
 * What a type check reads is built before it starts, however the tasks are spread over the cores: turbo knows only what a
 * manifest declares, and what helps the tests, like `otp-testing`, is not declared by the packages that it tests.
 */
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageOf, reachableFrom } from './support/imports.ts';
import { members, ROOT, sourceFiles } from './support/workspace.ts';

interface Task {
  readonly taskId: string;
  readonly dependencies: readonly string[];
}

const everybody = [...members('packages'), ...members('private'), ...members('apps')];
const built = new Set(
  everybody.filter(({ manifest }) => manifest.scripts?.build !== undefined).map(({ manifest }) => manifest.name),
);
const checked = everybody.filter(({ manifest }) => manifest.scripts?.typecheck !== undefined);

const dependenciesOf = new Map<string, readonly string[]>();

beforeAll(() => {
  const plan = execFileSync(`${ROOT}/node_modules/.bin/turbo`, ['run', 'typecheck', '--dry=json'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { tasks } = JSON.parse(plan) as { readonly tasks: readonly Task[] };
  for (const { taskId, dependencies } of tasks) dependenciesOf.set(taskId, dependencies);
});

/** Every task that has ended before this one starts. */
function before(taskId: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const dependency of dependenciesOf.get(taskId) ?? []) {
    if (!seen.has(dependency)) before(dependency, seen.add(dependency));
  }
  return seen;
}

describe('before the type check', () => {
  it.each(checked)('of $folder, what it imports is built', ({ folder, manifest }) => {
    const imported = sourceFiles(`${folder}/src`)
      .flatMap(reachableFrom)
      .flatMap(({ imports }) => imports)
      .map(packageOf)
      .filter((name) => name !== manifest.name && built.has(name));
    const ended = before(`${manifest.name}#typecheck`);
    expect([...new Set(imported)].filter((name) => !ended.has(`${name}#build`))).toEqual([]);
  });
});
