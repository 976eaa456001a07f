/** What a README holds: code blocks and links, each with its line. */

export interface CodeBlock {
  /** The word after the fence, for example `ts`; empty where there is none. */
  readonly language: string;
  readonly code: string;
  /** The line of the opening fence, from one. */
  readonly line: number;
}

/** Fenced blocks, in lists and quotes' indentation too. */
export function codeBlocksIn(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { language: string; line: number; indent: string; fence: string; lines: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const { indent = '', fence = '', language = '' } = FENCE.exec(text)?.groups ?? {};
    if (open === undefined) {
      if (fence !== '') open = { language, line: index + 1, indent, fence, lines: [] };
    } else if (fence.startsWith(open.fence) && language === '') {
      blocks.push({ language: open.language, code: `${open.lines.join('\n')}\n`, line: open.line });
      open = undefined;
    } else {
      open.lines.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text);
    }
  }
  if (open !== undefined) throw new Error(`The code block at line ${open.line} has no end.`);
  return blocks;
}

const FENCE = /^(?<indent>\s*)(?<fence>`{3,}|~{3,})\s*(?<language>[^`\s]*)/;

/** Targets of links and images that point at files, without their fragments. Code is left out. */
export function fileLinksIn(markdown: string): string[] {
  const prose = markdown.replaceAll(/^\s*(`{3,}|~{3,})[\s\S]*?^\s*\1/gm, '').replaceAll(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)/g)];
  const referenced = [...prose.matchAll(/^\s*\[[^\]]+\]:\s*<?([^\s>]+)/gm)];
  return [...inline, ...referenced]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^(?:[a-z][a-z+.-]*:|#|\/\/)/i.test(target))
    .map((target) => target.replace(/[#?].*$/, ''));
}
