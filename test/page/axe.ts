/** What axe finds wrong with a page as it stands. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** The minified one: it has the same rules, and goes to the browser and is read there in less than half the time. */
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Once for each document, whose policy must be bypassed. */
export async function addAxe(page: Page): Promise<void> {
  await page.addScriptTag({ content: SOURCE });
}

/** By all rules, each with the elements that break it. */
export async function violationsIn(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(async () => {
    const inPage = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return await inPage.axe.run({ resultTypes: ['violations'] });
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
