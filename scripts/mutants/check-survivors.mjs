/**
 * Compares the breaks that no test noticed, as Stryker's report lists them, with those that `explained.json` explains.
 * A survivor without a reason fails, and so does a reason whose survivor is gone. `--write` renews the page for users.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A break that no test need notice, known by what it is and not by where: lines move.
 *
 * @typedef {object} Explained
 * @property {string} file below `packages/otp-core/src/`
 * @property {string} [in] a part of its line, where the file has the same break elsewhere
 * @property {string} original
 * @property {string} replacement
 * @property {number} [times] where the file has the same break more than once; 1 if left out
 *
 * @typedef {object} Group breaks that have their reason in common
 * @property {string} title
 * @property {string} reason
 * @property {readonly Explained[]} survivors
 */

/**
 * The part of Stryker's report that is read; lines and columns count from 1.
 *
 * @typedef {{ readonly line: number, readonly column: number }} Position
 * @typedef {{ readonly start: Position, readonly end: Position }} Span
 * @typedef {{ readonly location: Span, readonly replacement?: string, readonly status: string }} ReportedMutant
 * @typedef {{ readonly source: string, readonly mutants: readonly ReportedMutant[] }} ReportedFile
 */

/**
 * @typedef {object} Mutant
 * @property {string} file
 * @property {number} line
 * @property {string} text of its line
 * @property {string} original
 * @property {string} replacement
 * @property {string} status
 */

/** @typedef {{ noticed: number, unnoticed: number }} Count */

const ROOT = join(import.meta.dirname, '../..');
const REPORT = join(ROOT, '.cache/mutants/report.json');
const EXPLAINED = join(import.meta.dirname, 'explained.json');
const PAGE = join(ROOT, 'packages/otp-core/docs/mutants.md');
const SOURCES = 'packages/otp-core/src/';
const LONGEST_CODE = 100;
const NOTICED = new Set(['Killed', 'Timeout', 'RuntimeError']);
const UNNOTICED = new Set(['Survived', 'NoCoverage']);

/** @type {{ readonly files: Readonly<Record<string, ReportedFile>> }} */
const report = JSON.parse(readFileSync(REPORT, 'utf8'));
/** @type {readonly Group[]} */
const groups = JSON.parse(readFileSync(EXPLAINED, 'utf8'));
const page = readFileSync(PAGE, 'utf8');

const mutants = Object.entries(report.files).flatMap(([path, file]) => mutantsOf(path, file));
const unexplained = mutants.filter(({ status }) => UNNOTICED.has(status));
const gone = groups.flatMap(({ survivors }) => survivors).filter((each) => !takeFrom(unexplained, each));
const renewed = replaceSection(page, 'survivors', renderGroups());

if (process.argv.includes('--write')) writeFileSync(PAGE, replaceSection(renewed, 'figures', renderFigures()));
else if (squeezed(renewed) !== squeezed(page))
  fail('docs/mutants.md is not what explained.json says: renew it with --write.');
for (const { file, line, text, original, replacement } of unexplained) {
  fail(`Not explained, ${file}:${line}: ${JSON.stringify({ file, in: text, original, replacement })}`);
}
for (const each of gone) fail(`No survivor any more: ${JSON.stringify(each)}`);
console.log(renderFigures());

/**
 * @param {string} path
 * @param {ReportedFile} file
 * @returns {Mutant[]}
 */
function mutantsOf(path, { source, mutants: reported }) {
  const lines = source.split('\n');
  return reported.map(({ location, replacement = '', status }) => ({
    file: path.replace(SOURCES, ''),
    line: location.start.line,
    text: (lines[location.start.line - 1] ?? '').trim(),
    original: shorten(textOf(lines, location)),
    replacement: shorten(replacement),
    status,
  }));
}

/**
 * @param {readonly string[]} lines
 * @param {Span} span
 */
function textOf(lines, { start, end }) {
  const within = lines.slice(start.line - 1, end.line);
  within.push((within.pop() ?? '').slice(0, end.column - 1));
  within.unshift((within.shift() ?? '').slice(start.column - 1));
  return within.join('\n');
}

/** @param {string} code */
function shorten(code) {
  const text = code.replace(/\s+/g, ' ').trim();
  return text.length > LONGEST_CODE ? `${text.slice(0, LONGEST_CODE)}…` : text;
}

/**
 * Takes out what is explained; false where there is less of it than explained.
 *
 * @param {Mutant[]} survivors
 * @param {Explained} explained
 */
function takeFrom(survivors, { file, in: part = '', original, replacement, times = 1 }) {
  for (let taken = 0; taken < times; taken += 1) {
    const index = survivors.findIndex(
      (each) =>
        each.file === file &&
        each.original === original &&
        each.replacement === replacement &&
        each.text.includes(part),
    );
    if (index === -1) return false;
    survivors.splice(index, 1);
  }
  return true;
}

function renderFigures() {
  /** @type {Map<string, Count>} */
  const rooms = new Map();
  const all = { noticed: 0, unnoticed: 0 };
  for (const { file, status } of mutants) {
    const room = `\`${file.split('/')[0]}\``;
    const count = rooms.get(room) ?? { noticed: 0, unnoticed: 0 };
    rooms.set(room, count);
    for (const each of [count, all]) {
      if (NOTICED.has(status)) each.noticed += 1;
      if (UNNOTICED.has(status)) each.unnoticed += 1;
    }
  }
  const rows = [...rooms].sort(([one], [other]) => one.localeCompare(other)).map(([room, count]) => rowOf(room, count));
  return renderTable(['room', 'breaks', 'noticed', 'not noticed', 'share noticed'], [...rows, rowOf('all', all)]);
}

/**
 * @param {string} name
 * @param {Count} count
 */
function rowOf(name, { noticed, unnoticed }) {
  const share = (100 * noticed) / (noticed + unnoticed);
  return [name, `${noticed + unnoticed}`, `${noticed}`, `${unnoticed}`, `${share.toFixed(1)} %`];
}

function renderGroups() {
  const sections = groups.map(({ title, reason, survivors }) => {
    const rows = survivors.map(({ file, in: line = '', original, replacement, times = 1 }) => [
      `\`${file}\``,
      line === '' ? quote(original) : `${quote(original)} in ${quote(line)}`,
      `${quote(replacement)}${times === 1 ? '' : `, ${times} times`}`,
    ]);
    return `### ${title}\n\n${reason}\n\n${renderTable(['file', 'what', 'broken into'], rows)}`;
  });
  return sections.join('\n\n');
}

/**
 * Code in a cell of a table: in more backticks than it holds, its bars escaped.
 *
 * @param {string} code
 */
function quote(code) {
  if (code === '') return 'nothing';
  const text = code.replaceAll('|', '\\|');
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function renderTable(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} content
 */
function replaceSection(text, name, content) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [before = '', rest = ''] = text.split(start);
  const after = rest.split(end)[1];
  if (after === undefined) throw new Error(`${PAGE} has no section ${name}.`);
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

/** The formatter lines columns up, and takes blanks out of code. @param {string} text */
function squeezed(text) {
  return text.replace(/[ -]/g, '');
}
