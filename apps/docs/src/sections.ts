/** Parts of a Markdown text by their headings of the second level. Headings within code are none. */
export interface Section {
  readonly heading: string;
  /** Without its heading. */
  readonly body: string;
}

export function sectionsOf(markdown: string): Section[] {
  const sections: { heading: string; lines: string[] }[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (mark !== null) fence = fence === null ? mark : line.trim() === fence ? null : fence;
    const heading = fence === null ? (/^## (.+)$/.exec(line)?.[1] ?? null) : null;
    if (heading === null) sections.at(-1)?.lines.push(line);
    else sections.push({ heading, lines: [] });
  }
  return sections.map(({ heading, lines }) => ({ heading, body: lines.join('\n').trim() }));
}

/** @throws Error where there is no such section: a page must not lose a part without a word */
export function sectionOf(markdown: string, heading: string): string {
  const section = sectionsOf(markdown).find((each) => each.heading === heading);
  if (section === undefined) throw new Error(`There is no section "${heading}".`);
  return section.body;
}

/** As VitePress names the anchor of a heading, for the plain headings of these pages. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}
