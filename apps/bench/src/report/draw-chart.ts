/** Charts as SVG that needs nothing else: no script, no font, light and dark by the reader's own setting. */
import { formatNumber } from '../measure/number-text.ts';
import { isReached, type Target } from '../measure/target.ts';
import type { Bar, Chart } from './bench-result.ts';

const WIDTH = 860;
const LABELS = 400;
const BARS = 330;
const ROW = 28;
const TITLE = 34;

const STYLE = `text{font:13px system-ui,sans-serif;fill:#1b1f24}.t{font-weight:600;font-size:15px}.m{fill:#57606a}
.ours{fill:#0969da}.peer{fill:#8c959f}.floor{fill:#afb8c1}.missed{fill:#b42318}.line{stroke:#1b1f24;stroke-width:2}.aim{stroke:#57606a;stroke-width:2;stroke-dasharray:3 3}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.m{fill:#9aa4ae}.ours{fill:#79b8ff}.peer{fill:#768390}.floor{fill:#545d68}.missed{fill:#ff9a92}.line{stroke:#e6edf3}.aim{stroke:#9aa4ae}}`;

/** Bars below each other on one scale, and a line where the limit is. */
export function drawChart({ title, unit, scale, bars, limit }: Chart): string {
  const values = [...bars.map(({ value }) => value), ...(limit === undefined ? [] : [limit.value])];
  const lengthOf = scale === 'linear' ? linear(values) : logarithmic(values);
  const rows = bars.map((bar, index) => drawBar(bar, TITLE + index * ROW, lengthOf(bar.value), unit));
  const bottom = TITLE + bars.length * ROW;
  const line =
    limit === undefined
      ? ''
      : `<line class="line" x1="${LABELS + lengthOf(limit.value)}" x2="${LABELS + lengthOf(limit.value)}" y1="${TITLE - 4}" y2="${bottom}"/>` +
        `<text class="m" x="${LABELS}" y="${bottom + 16}">${escapeText(`Line: ${limit.label}, ${formatNumber(limit.value)} ${unit}`.trimEnd())}</text>`;
  const heading = scale === 'linear' ? title : `${title} (logarithmic scale)`;
  return svg(heading, bottom + (limit === undefined ? 8 : 26), [...rows, line]);
}

/** Each target on a scale of its own: what was measured, a line at the limit, a broken one at the aim. */
export function drawTargets(title: string, targets: readonly Target[]): string {
  const rows = targets.map((target, index) => {
    const { name, limit, aim, measured, unit } = target;
    const lengthOf = linear([limit, measured, aim ?? 0]);
    const y = TITLE + index * ROW;
    const mark = (value: number, kind: string) =>
      `<line class="${kind}" x1="${LABELS + lengthOf(value)}" x2="${LABELS + lengthOf(value)}" y1="${y}" y2="${y + ROW - 6}"/>`;
    const kind = isReached(target) ? 'ours' : 'missed';
    return [
      drawRow({ label: name, kind, y, length: lengthOf(measured), text: `${formatNumber(measured)} ${unit}` }),
      aim === undefined ? '' : mark(aim, 'aim'),
      mark(limit, 'line'),
    ].join('');
  });
  const bottom = TITLE + targets.length * ROW;
  const legend = `<text class="m" x="${LABELS}" y="${bottom + 16}">Line: the limit. Broken line: the aim.</text>`;
  return svg(title, bottom + 26, [...rows, legend]);
}

function drawBar({ label, value, role }: Bar, y: number, length: number, unit: string): string {
  return drawRow({ label, kind: role, y, length, text: `${formatValue(value)} ${unit}` });
}

interface Row {
  readonly label: string;
  readonly kind: string;
  readonly y: number;
  readonly length: number;
  readonly text: string;
}

function drawRow({ label, kind, y, length, text }: Row): string {
  return (
    `<text x="${LABELS - 10}" y="${y + 16}" text-anchor="end">${escapeText(label)}</text>` +
    `<rect class="${kind}" x="${LABELS}" y="${y + 3}" width="${Math.max(length, 1)}" height="${ROW - 12}" rx="2"/>` +
    `<text class="m" x="${LABELS + BARS + 12}" y="${y + 16}">${escapeText(text)}</text>`
  );
}

function svg(title: string, height: number, parts: readonly string[]): string {
  const name = escapeText(title);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${name}">` +
    `<style>${STYLE}</style><text class="t" x="0" y="18">${name}</text>${parts.join('\n')}</svg>\n`
  );
}

function linear(values: readonly number[]): (value: number) => number {
  const most = Math.max(...values, Number.MIN_VALUE);
  return (value) => round((value / most) * BARS);
}

/** From the power of ten below the least. */
function logarithmic(values: readonly number[]): (value: number) => number {
  const positive = values.filter((value) => value > 0);
  const first = Math.floor(Math.log10(Math.min(...positive))) - 0.5;
  const span = Math.log10(Math.max(...positive)) - first;
  return (value) => (value > 0 ? round(((Math.log10(value) - first) / span) * BARS) : 0);
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}

/** A chance of 0.0000922 is read more easily as a power of ten. */
function formatValue(value: number): string {
  return value > 0 && value < 0.001 ? value.toExponential(1) : formatNumber(value);
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
