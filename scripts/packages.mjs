/** Prints the packages: on which floor each stands, how large it is, what it imports and who imports it. */
import { styleText } from 'node:util';
import { listPackages } from '../test/support/package-sizes.ts';

const COLUMNS = /** @type {const} */ (['package', 'floor', 'files', 'lines', 'longest', 'imports', 'imported by']);

const rows = listPackages().map(({ shortName, level, files, lines, longest, imports, importedBy }) => [
  shortName,
  String(level ?? '-'),
  String(files),
  String(lines),
  String(longest),
  imports.join(' ') || '-',
  importedBy.join(' ') || '-',
]);
const widths = COLUMNS.map((column, index) => Math.max(column.length, ...rows.map((row) => (row[index] ?? '').length)));

/** @param {readonly string[]} cells */
function write(cells) {
  return cells
    .map((cell, index) =>
      index >= 1 && index <= 4 ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
    )
    .join('  ')
    .trimEnd();
}

console.log(styleText('bold', write(COLUMNS)));
for (const row of rows) console.log(write(row));
console.log(
  '\nSources without tests, what helps them, and presets. A floor imports only from below: test/support/house.ts',
);
