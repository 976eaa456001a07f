/** A Markdown table. Cells may hold bars, line ends and angle brackets: they are made harmless here. */
export function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const write = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [write(head), write(head.map(() => '---')), ...rows.map(write)].join('\n');
}

/** As code, whatever it holds; nothing for nothing. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

function escapeCell(cell: string): string {
  return cell.replaceAll(/\s+/g, ' ').replaceAll(/(?<!\\)\|/g, '\\|');
}
