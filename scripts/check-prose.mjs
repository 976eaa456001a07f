/**
 * Measures the prose that users read: `node scripts/check-prose.mjs`, or with paths for some files only. It ends with 1 where
 * a text is hard to read, and says which sentence. `--list` prints the figures of each file.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeProse, LONGEST_SENTENCE, measureProse } from './prose/measure-prose.mjs';
import { proseFiles } from './prose/prose-files.mjs';
import { ROOT } from './workspace.mjs';

const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isListing = process.argv.includes('--list');
const files = given.length > 0 ? given : proseFiles();
let faults = 0;
for (const file of files) {
  const measured = measureProse(readFileSync(join(ROOT, file), 'utf8'));
  const found = judgeProse(measured);
  faults += found.length;
  for (const fault of found) console.error(`${file}: ${fault}`);
  if (isListing) console.log(`${file}: ${measured.sentences.length} sentences, median ${measured.medianWords} words`);
}
if (faults > 0) {
  console.error(`${faults} faults. Sentences have at most ${LONGEST_SENTENCE} words: make two of a long one.`);
  process.exitCode = 1;
} else {
  console.log(`${files.length} texts are easy to read.`);
}
