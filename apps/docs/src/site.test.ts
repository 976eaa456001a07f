/** The pages before VitePress has them: complete, in the sidebar, and answering the questions that readers have. */
import { PROVIDER_FAILURE_CATEGORIES } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { writeLlmsText } from '../llms.ts';
import { expandDirectives } from './expand-directives.ts';
import { FAILURE_ADVICE } from './failure-advice.ts';
import { makePages } from './make-pages.ts';
import { readText } from './repository.ts';
import { sectionsOf, slugOf } from './sections.ts';
import { siteMap } from './site-map.ts';

const pages = new Map(makePages().map((page) => [linkOf(page.path), page.markdown]));
const sidebar = new Set(siteMap().flatMap(({ items }) => items.map(({ link }) => link)));

function linkOf(path: string): string {
  return `/${path.replace(/(?:^|(?<=\/))index\.md$/, '').replace(/\.md$/, '')}`;
}

function markdownOf(link: string): string {
  const markdown = pages.get(link);
  if (markdown === undefined) throw new Error(`There is no page ${link}.`);
  return markdown;
}

/** Addresses of the headings of a page, given or made of their words. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6} (.+?)(?: \{#([^}]+)\})?$/gm)].map(
    ([, words = '', id]) => id ?? slugOf(words.replaceAll('`', '')),
  );
}

interface Task {
  readonly question: string;
  readonly way: readonly string[];
  readonly search: string;
}

const tasks: Task[] = readText('apps/docs/reader-tasks.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`/'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, question = '', way = '', search = '']) => ({
    question,
    way: [...way.matchAll(/`([^`]+)`/g)].map(([, link = '']) => link),
    search,
  }));

describe('the reader tasks', () => {
  it('are ten', () => {
    expect(tasks).toHaveLength(10);
  });

  it.each(tasks)('lead in at most three clicks to: $question', ({ way, search }) => {
    expect(way.length).toBeLessThanOrEqual(3);
    let from = '/';
    for (const step of way) {
      const [link = '', anchor] = step.split('#');
      const isOnPage = link === from || markdownOf(from).includes(`(${step})`) || sidebar.has(step);
      expect(isOnPage, `${from} leads to ${step}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(markdownOf(link))).toContain(anchor);
      from = link;
    }
    for (const word of search.split(' ')) expect(markdownOf(from).toLowerCase()).toContain(word.toLowerCase());
  });
});

describe('the pages', () => {
  it('are all in the sidebar, and the sidebar holds no other', () => {
    expect([...pages.keys()].filter((link) => !sidebar.has(link))).toEqual([]);
    expect([...sidebar].filter((link) => !pages.has(link))).toEqual([]);
  });

  it('have an entry for each code that is thrown, each reason, each problem and each event', () => {
    const errors = anchorsOf(markdownOf('/reference/errors'));
    expect(errors).toEqual(
      expect.arrayContaining(['otp-store-full', 'otp-configuration', 'cooldown', 'verify-mismatch']),
    );
    const problems = anchorsOf(markdownOf('/reference/problems'));
    const source = readText('packages/otp-web/src/problems/problem.ts');
    const codes = [...source.matchAll(/^ {2}'?([a-z-]+)'?: \{ status: \d+/gm)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !problems.includes(code))).toEqual([]);
    const events = anchorsOf(markdownOf('/reference/events'));
    const types = [
      'otp-core/src/events/otp-event',
      'otp-core/src/delivery/delivery-event',
      'otp-routing/src/routing-event',
    ]
      .flatMap((path) => [...readText(`packages/${path}.ts`).matchAll(/readonly type: '([a-z-]+)'/g)])
      .map(([, type = '']) => type);
    expect(types.length).toBeGreaterThan(15);
    expect(types.filter((type) => !events.includes(type))).toEqual([]);
  });

  it('have a page for each of them, under its code or type', () => {
    for (const list of ['errors', 'problems', 'events']) {
      const entries = [...markdownOf(`/reference/${list}`).matchAll(/^### .+ \{#([^}]+)\}$/gm)].map(([, id]) => id);
      expect(entries.length).toBeGreaterThan(20);
      expect(entries.filter((id) => !pages.has(`/reference/${list}/${id}`))).toEqual([]);
    }
  });

  it('give an example of every field of an event', () => {
    const [, tables = ''] = markdownOf('/reference/events').split('## Of the engine');
    const rows = tables
      .split('\n')
      .filter((line) => /^\| `/.test(line))
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter(([, , , example]) => example === '').map(([, field]) => field)).toEqual([]);
  });

  it('say what to do about every category of a failure, and of no other', () => {
    expect(Object.keys(FAILURE_ADVICE).sort()).toEqual([...PROVIDER_FAILURE_CATEGORIES].sort());
  });
});

describe('expandDirectives', () => {
  it('refuses what nothing makes, and parts that are not there', () => {
    expect(() => expandDirectives('<!-- made: nothing at all -->', new Map())).toThrow('Nothing makes');
    expect(() => expandDirectives('<!-- made: settings no-such-provider -->', new Map())).toThrow('no section');
    expect(() => expandDirectives('<!-- made: section README.md No Such Part -->', new Map())).toThrow('no section');
    expect(() => expandDirectives('<!-- made: fields packages/otp-core/src/index.ts Nothing -->', new Map())).toThrow(
      'no interface',
    );
  });
});

describe('sectionsOf', () => {
  it('takes headings in code for code', () => {
    const sections = sectionsOf('# A\n\n## One\n\n```sh\n## not this\n```\n\n## Two\n\nb\n');
    expect(sections.map(({ heading }) => heading)).toEqual(['One', 'Two']);
    expect(sections[0]?.body).toContain('## not this');
  });
});

describe('writeLlmsText', () => {
  it('names every page of the sidebar with its first sentences, and refuses a link to no page', () => {
    const page = { path: 'stores/index.md', markdown: '# Stores\n\nKeep `codes` [here](/x).\n\nMore.' };
    const groups = [{ text: 'Stores', items: [{ text: 'All', link: '/stores/' }] }];
    expect(writeLlmsText(groups, [page])).toContain('## Stores\n\n- [All](/stores/index.md): Keep codes here.');
    expect(() => writeLlmsText(groups, [])).toThrow('/stores/');
  });
});
