/** A page for each entry of the lists of errors, problems and events: an address of its own to search for and to link to. */
import type { Page } from './page.ts';
import { problemExample } from './problem-example.ts';

/** The lists, and what their entries are. */
const LISTS = [
  { path: 'reference/errors', group: 'Errors and reasons, one by one', kind: 'errors and reasons' },
  { path: 'reference/problems', group: 'HTTP problems, one by one', kind: 'HTTP problems' },
  { path: 'reference/events', group: 'Events, one by one', kind: 'events' },
] as const;

export interface EntryGroup {
  readonly group: string;
  /** Of the pages, by their name: `/reference/events/code-issued`. */
  readonly entries: readonly { readonly name: string; readonly link: string }[];
}

/** @param pages with the tables that their lists are made of */
export function entryPages(pages: readonly Page[]): Page[] {
  return LISTS.flatMap((list) =>
    entriesOf(pages, list.path).map(({ id, name, body }) => ({
      isUnsearched: true,
      path: `${list.path}/${id}.md`,
      markdown: `# ${name}\n\n${body}\n\n${exampleOf(list.path, id)}One of the [${list.kind}](/${list.path}#${id}) of Countersign.\n`,
    })),
  );
}

/** Events have theirs in the list. */
function exampleOf(path: string, id: string): string {
  const example = path === 'reference/problems' ? problemExample(id) : null;
  return example === null ? '' : `The whole answer:\n\n\`\`\`json\n${example}\n\`\`\`\n\n`;
}

export function entryGroups(pages: readonly Page[]): EntryGroup[] {
  return LISTS.map(({ path, group }) => ({
    group,
    entries: entriesOf(pages, path).map(({ id, name }) => ({ name: name.replaceAll('`', ''), link: `/${path}/${id}` })),
  }));
}

function entriesOf(pages: readonly Page[], path: string) {
  const page = pages.find((each) => each.path === `${path}.md`);
  if (page === undefined) throw new Error(`There is no page ${path}.md.`);
  return page.markdown.split(/^(?=#{2,3} )/m).flatMap((part) => {
    const [, name = '', id = '', body = ''] = /^### (.+?) \{#([^}]+)\}\n+([\s\S]*)$/.exec(part) ?? [];
    return id === '' ? [] : [{ id, name, body: body.trim() }];
  });
}
