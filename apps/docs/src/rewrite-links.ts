/** A text of the repository on the site: links to texts that are pages here lead there, others become plain words. */
import { posix } from 'node:path';
import { exists } from './repository.ts';

/**
 * @param from the text's own path from the root of the repository
 * @param pageOf repository path → path of the page, for example `/stores/redis`
 */
export function rewriteLinks(markdown: string, from: string, pageOf: ReadonlyMap<string, string>): string {
  return outsideOfCode(markdown, (prose) =>
    prose.replaceAll(
      /\[([^\]]*)\]\((?!https?:|mailto:|#|\/)([^)\s#]+)(#[^)\s]*)?\)/g,
      (link, words, target, anchor) => {
        const path = posix.join(posix.dirname(from), target);
        const page = pageOf.get(path) ?? pageOf.get(posix.join(path, 'README.md'));
        if (page !== undefined) return `[${words}](${page}${anchor ?? ''})`;
        if (!exists(path)) throw new Error(`${from} links to ${target}, which does not exist: ${link}`);
        return words;
      },
    ),
  );
}

/** Fenced blocks stay as they are. */
function outsideOfCode(markdown: string, change: (prose: string) => string): string {
  return markdown
    .split(/(^(?:`{3,}|~{3,})[\s\S]*?^(?:`{3,}|~{3,})[ \t]*$)/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}
