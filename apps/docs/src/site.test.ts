/** The pages before VitePress has them: complete, in the sidebar, and answering the questions that readers have. */
import { PROVIDER_FAILURE_CATEGORIES } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { writeLlmsText } from '../llms.ts';
import { expandDirectives } from './expand-directives.ts';
import { FAILURE_ADVICE } from './failure-advice.ts';
import { labelCells } from './label-cells.ts';
import { makePages } from './make-pages.ts';
import { readerTasks } from './reader-tasks.ts';
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

const tasks = readerTasks();

describe('the reader tasks', () => {
  it('are twenty', () => {
    expect(tasks).toHaveLength(20);
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
    expect(search).not.toBe('');
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

  it('have no page for what is a field, and no event', () => {
    expect(pages.has('/reference/events/code-issued')).toBe(true);
    expect([...pages.keys()].filter((link) => /events\/(?:eventbase|atms)/.test(link))).toEqual([]);
  });

  it('show the whole answer of each problem', () => {
    expect(markdownOf('/reference/problems/mismatch')).toContain('"attemptsLeft": 4');
    expect(markdownOf('/reference/problems/cooldown')).toContain('"retryAt": "2026-12-31T11:00:00.000Z"');
    expect(markdownOf('/reference/errors/cooldown')).not.toContain('```json');
  });

  it('say of every field of an event what it is, and show the whole event', () => {
    const [, tables = ''] = markdownOf('/reference/events').split('## Of the engine');
    const rows = tables.split('\n').filter((line) => /^\| `/.test(line));
    expect(rows.filter((row) => /\|\s*\|$/.test(row))).toEqual([]);
    expect(markdownOf('/reference/events/code-issued')).toContain("subject: 'q1Vd0c3mWg'");
    expect(tables).not.toContain(': ,');
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

describe('the entries that are made of the code', () => {
  it('have each setting under its own heading, with an example and what it is', () => {
    const [, entry = ''] = markdownOf('/reference/settings').split('### `OTP_TTL_SECONDS` {#otp-ttl-seconds}');
    expect(entry.split('###')[0]).toContain('Seconds until a code expires');
    expect(entry.split('###')[0]).toContain('- Example: `300`');
    expect(anchorsOf(markdownOf('/providers/twilio'))).toContain('twilio-verify-twilio-account-sid');
  });

  it('have each option under its own heading, with its type', () => {
    const [, entry = ''] = markdownOf('/reference/options').split('### `bodyTimeoutMs` {#otpweboptions-bodytimeoutms}');
    expect(entry.split('###')[0]).toContain('- Type: `number`\n- Default: `10_000`');
  });

  it('say of each option what it is', () => {
    for (const [link, markdown] of pages) {
      expect([...markdown.matchAll(/^### (.+)\n\n+- Type:/gm)].map(([, option]) => `${link}: ${option}`)).toEqual([]);
    }
  });

  it('have the codes of a vendor once, under what they mean', () => {
    const page = markdownOf('/providers/twilio');
    expect(page).toMatch(/### `opted-out` .*\n\n.*START.*\n\nCodes: `21610`/);
    expect(page.match(/`21610`/g)).toHaveLength(1);
  });

  it('have no address twice on a page', () => {
    for (const [link, markdown] of pages) {
      const given = [...markdown.matchAll(/^#{1,6} .+ \{#([^}]+)\}$/gm)].map(([, id = '']) => id);
      expect(given.length, link).toBe(new Set(given).size);
    }
  });

  it('have a sentence for each failure that a person can meet', () => {
    const page = markdownOf('/add-to-your-app/what-people-see');
    expect(page).toMatch(/\| `locked` \| Too many wrong codes for this number\. Try again in 3 minutes\. \|/);
    expect(page).toMatch(/\| `locked`, `retryAt: null` \| This number is locked .+ \|/);
    expect(page).not.toContain('webhook-refused');
  });
});

describe('labelCells', () => {
  it('writes the head of its column on each cell, and nothing where there is no head', () => {
    const cells: string[] = [];
    const token = (type: string, content = '') => ({
      type,
      content,
      attrSet: (...pair: string[]) => cells.push(pair.join('=')),
    });
    const row = (kind: string, texts: readonly string[]) => [
      token('tr_open'),
      ...texts.flatMap((text) => [token(`${kind}_open`), token('inline', text)]),
    ];
    const tokens = [
      token('thead_open'),
      ...row('th', ['`code`', '', 'meaning']),
      ...row('td', ['a', 'b', 'c']),
      ...row('td', ['d']),
    ];
    labelCells({ core: { ruler: { push: (_name, rule) => rule({ tokens }) } } });
    expect(cells).toEqual(['data-column=code', 'data-column=meaning', 'data-column=code']);
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
