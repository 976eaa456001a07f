/** Writes on each cell of a table the head of its column: on a phone there is no room for the head itself. */

/** As much of a token of markdown-it as is needed. */
interface Token {
  readonly type: string;
  readonly content: string;
  attrSet(name: string, value: string): void;
}

/** As much of markdown-it. */
interface Markdown {
  readonly core: {
    readonly ruler: { push(name: string, rule: (state: { readonly tokens: readonly Token[] }) => void): void };
  };
}

export function labelCells(markdown: Markdown): void {
  markdown.core.ruler.push('label-cells', ({ tokens }) => {
    let heads: string[] = [];
    let column = 0;
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'thead_open') heads = [];
      else if (token.type === 'tr_open') column = 0;
      else if (token.type === 'th_open') heads.push((tokens[index + 1]?.content ?? '').replaceAll('`', ''));
      else if (token.type === 'td_open') {
        const head = heads[column];
        if (head !== undefined && head !== '') token.attrSet('data-column', head);
        column += 1;
      }
    }
  });
}
