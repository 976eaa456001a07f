/** A run as one page of HTML: it opens from the disk, needs no script and follows the reader's light or dark. */
import { formatNumber } from '../measure/number-text.ts';
import { isAimReached, isReached, type Target } from '../measure/target.ts';
import type { BenchResult } from './bench-result.ts';
import { drawChart, drawTargets, escapeText } from './draw-chart.ts';

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
svg{max-width:100%;height:auto;margin:1rem 0}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8886}
.note{padding:.5rem 1rem;border-left:4px solid #b42318}.wide{overflow-x:auto}`;

export function writePage(result: BenchResult, { isQuick }: { readonly isQuick: boolean }): string {
  const { name, title, machine, charts, targets } = result;
  const quick = isQuick ? '<p class="note">A quick run: it shows that everything runs. Its figures are rough.</p>' : '';
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeText(title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escapeText(title)}</h1>
<p>Measured by <code>npm run bench -- ${escapeText(name)}</code>. ${escapeText(machine)}.</p>
${quick}
${[...charts.map(drawChart), ...(targets.length === 0 ? [] : [drawTargets('Targets', targets)])].join('\n')}
${targets.length === 0 ? '' : writeTargets(targets)}
</body>
</html>
`;
}

function writeTargets(targets: readonly Target[]): string {
  const rows = targets.map(
    (target) =>
      `<tr>${targetCells(target)
        .map((cell) => `<td>${escapeText(cell)}</td>`)
        .join('')}</tr>`,
  );
  const head = TARGET_HEADER.map((cell) => `<th>${cell}</th>`).join('');
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

export const TARGET_HEADER = ['target', 'limit', 'aim', 'measured', 'reached'] as const;

export function targetCells(target: Target): readonly string[] {
  const { name, bound, limit, aim, unit, measured } = target;
  const reached = isReached(target) ? (isAimReached(target) ? 'yes' : 'yes, short of the aim') : 'missed';
  return [
    name,
    `${bound} ${formatNumber(limit)} ${unit}`.trim(),
    aim === undefined ? '' : `${formatNumber(aim)} ${unit}`.trim(),
    `${formatNumber(measured)} ${unit}`.trim(),
    reached,
  ];
}
