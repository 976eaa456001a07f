/** One page of the site, before VitePress has it. */
export interface Page {
  /** Its file below the site's root, for example `providers/twilio.md`. */
  readonly path: string;
  readonly markdown: string;
  /** Its words stand elsewhere too, or are for nobody who searches: the search passes it over. */
  readonly isUnsearched?: boolean;
}

/** What the page says of itself: its first paragraph, on one line, without marks. */
export function summaryOf(markdown: string): string {
  const body = markdown.replace(/^---\n[\s\S]*?\n---\n/, '');
  const paragraph = body.split(/\n{2,}/).find((block) => /^[A-Z`[*]/i.test(block.trim())) ?? '';
  return paragraph
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
