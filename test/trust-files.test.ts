/** What a stranger looks for before trusting the packages: how to report, what is decided, who can publish. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT, readText } from './support/workspace.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string | readonly string[];
  readonly 'timeout-minutes'?: number;
  readonly environment?: string;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
  readonly uses?: string;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly on: Readonly<Record<string, unknown>>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const WORKFLOWS = filesBelow('.github/workflows', '.yml');
const ACTIONS = filesBelow('.github/actions', '.yml');
const ISSUE_FORMS = filesBelow('.github/ISSUE_TEMPLATE', '.yml').filter((path) => !path.endsWith('/config.yml'));
const DECISIONS = filesBelow('docs/decisions', '.md').filter((path) => !path.endsWith('/README.md'));
const PAGES = [
  ...['AGENTS.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'],
  ...filesBelow('docs', '.md'),
  ...filesBelow('.github', '.md'),
];

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => `${folder}/${path}`)
    .sort();
}

/** The caller names the shape: these are the repository's own files. */
function readYaml<Shape>(path: string): Shape {
  return parse(readText(path)) as Shape;
}

function jobsOf(path: string): [name: string, job: Job][] {
  return Object.entries(readYaml<Workflow>(path).jobs);
}

/** Everything that a workflow or an action runs, with the comment behind it. */
function usesLines(path: string): string[] {
  return [...readText(path).matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, used]) => used ?? '');
}

function headings(path: string): string[] {
  return [...readText(path).matchAll(/^## (.+)$/gm)].map(([, title]) => title ?? '');
}

/** Where a page leads within the repository, without what GitHub serves itself. */
function linkedFiles(path: string): string[] {
  return [...readText(path).matchAll(/\]\(([^):#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, link]) => link ?? '')
    .filter((link) => !link.endsWith('/security/advisories/new'))
    .map((link) => normalize(join(dirname(path), link)));
}

describe('SECURITY.md', () => {
  it('says how to report, what is supported, and what is in and out of scope', () => {
    expect(headings('SECURITY.md')).toEqual(
      expect.arrayContaining(['Report a vulnerability', 'Supported versions', 'In scope', 'Out of scope']),
    );
    expect(readText('SECURITY.md')).toContain('(../../security/advisories/new)');
  });

  it('supports the versions of Node that every change is tested on', () => {
    const [, listed] = /^\| Node +\| ([^:|]+):/m.exec(readText('SECURITY.md')) ?? [];
    const tested = readYaml<Workflow>('.github/workflows/test.yml').jobs.test?.strategy?.matrix.node ?? [];
    expect(listed?.match(/\d+/g)?.map(Number)).toEqual(tested);
  });
});

describe('the pages of the repository', () => {
  it.each(PAGES)('%s leads to files that exist', (path) => {
    expect(linkedFiles(path).filter((linked) => !existsSync(join(ROOT, linked)))).toEqual([]);
  });

  it('send whoever found a vulnerability to SECURITY.md', () => {
    const starts = ['README.md', 'CONTRIBUTING.md', 'AGENTS.md'];
    expect(starts.filter((path) => !readText(path).includes('(SECURITY.md)'))).toEqual([]);
    for (const path of ['.github/ISSUE_TEMPLATE/bug.yml', '.github/pull_request_template.md']) {
      expect(readText(path)).toContain('SECURITY.md');
    }
  });
});

describe('issue forms', () => {
  it('are the only way to open an issue', () => {
    expect(readYaml('.github/ISSUE_TEMPLATE/config.yml')).toMatchObject({ blank_issues_enabled: false });
  });

  it.each(ISSUE_FORMS)('%s is a form that GitHub can show', (path) => {
    const form = readYaml<{ body: readonly { type: string; id?: string; attributes: Record<string, unknown> }[] }>(
      path,
    );
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    const fields = form.body.filter(({ type }) => type !== 'markdown');
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    for (const { type, id, attributes } of fields) {
      expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(id).toMatch(/^[a-z-]+$/);
      expect(attributes.label).toEqual(expect.any(String));
    }
  });
});

describe('decisions', () => {
  it('are numbered without a gap', () => {
    const numbers = DECISIONS.map((path) => Number(/\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBeGreaterThanOrEqual(9);
  });

  it.each(DECISIONS)('%s says context, decision, consequences and alternatives on half a page', (path) => {
    const text = readText(path);
    expect(text).toMatch(/^# \d+\. .+\n\nStatus: (?:accepted|replaced by \[.+\]\(.+\))\.\n/);
    expect(headings(path)).toEqual(['Context', 'Decision', 'Consequences', 'Alternatives']);
    expect(text.split('\n').length).toBeLessThanOrEqual(45);
  });

  it('all stand in the list', () => {
    const listed = linkedFiles('docs/decisions/README.md');
    expect(DECISIONS.filter((path) => !listed.includes(path))).toEqual([]);
  });
});

describe('workflows', () => {
  it.each([...WORKFLOWS, ...ACTIONS])('%s runs only code of this repository, or of a pinned commit', (path) => {
    const pinned = /^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(usesLines(path)).not.toEqual([]);
    expect(usesLines(path).filter((used) => !used.startsWith('./') && !pinned.test(used))).toEqual([]);
  });

  it('pin an action to one commit everywhere', () => {
    const commits = new Map<string, Set<string>>();
    for (const used of [...WORKFLOWS, ...ACTIONS].flatMap(usesLines).filter((line) => !line.startsWith('./'))) {
      const [action = '', commit = ''] = used.split('@');
      const repository = action.split('/').slice(0, 2).join('/');
      commits.set(repository, (commits.get(repository) ?? new Set()).add(commit));
    }
    expect([...commits].filter(([, used]) => used.size > 1)).toEqual([]);
  });

  it.each(WORKFLOWS)('%s gives no job more than it needs', (path) => {
    const { permissions, on } = readYaml<Workflow>(path);
    expect(Object.values(permissions ?? { missing: 'write' })).not.toContain('write');
    expect(Object.keys(on)).not.toContain('pull_request_target');
    // Only the token that GitHub makes for a run, which the actions take by themselves.
    expect(readText(path)).not.toContain('secrets.');
  });

  it.each(WORKFLOWS)('%s leaves no credentials in a checkout and lets no job run for ever', (path) => {
    for (const [, job] of jobsOf(path)) {
      if (job.uses === undefined) expect(job['timeout-minutes']).toBeLessThanOrEqual(20);
      for (const step of job.steps ?? []) {
        if (step.uses?.startsWith('actions/checkout@') === true) {
          expect(step.with).toMatchObject({ 'persist-credentials': false });
        }
      }
    }
  });
});

describe('the release workflow', () => {
  const jobs = new Map(jobsOf('.github/workflows/release.yml'));

  function needsOf(name: string): readonly string[] {
    return [jobs.get(name)?.needs ?? []].flat();
  }

  /** All jobs that must have succeeded before this one. */
  function jobsBefore(name: string): string[] {
    return needsOf(name).flatMap((needed) => [needed, ...jobsBefore(needed)]);
  }

  it('first checks whether a release may start, and everything waits for that', () => {
    const [first, ...others] = [...jobs.keys()];
    const runs = jobs.get(first ?? '')?.steps?.map(({ run, uses }) => run ?? uses?.split('@')[0]) ?? [];
    expect(runs.slice(0, 2)).toEqual(['actions/checkout', 'node scripts/release/check-release.mjs']);
    expect(others.filter((name) => !jobsBefore(name).includes(first ?? ''))).toEqual([]);
  });

  it('publishes what passed all tests, after somebody approved', () => {
    expect(jobsBefore('publish')).toEqual(expect.arrayContaining(['pack', 'test']));
    expect(jobs.get('test')?.uses).toBe('./.github/workflows/test.yml');
    expect(jobs.get('publish')?.environment).toBe('npm');
  });

  it('lets only the publishing job act as the workflow that npm trusts', () => {
    const trusted = WORKFLOWS.flatMap(jobsOf).filter(([, { permissions }]) => permissions?.['id-token'] === 'write');
    expect(trusted.map(([name]) => name)).toEqual(['publish']);
  });

  it('does not wait for itself when it calls the tests', () => {
    const groupOf = (path: string) => readYaml<Workflow>(path).concurrency?.group;
    expect(groupOf('.github/workflows/test.yml')).toMatch(/^test-/);
    expect(groupOf('.github/workflows/release.yml')).toBe('release');
  });
});

describe('dependency updates', () => {
  it('cover packages and actions, and wait some days', () => {
    const { updates } = readYaml<{ updates: readonly Record<string, unknown>[] }>('.github/dependabot.yml');
    expect(updates.map((update) => update['package-ecosystem']).sort()).toEqual(['github-actions', 'npm']);
    for (const update of updates) expect(update.cooldown).toMatchObject({ 'default-days': 7 });
  });
});
