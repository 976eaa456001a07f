import { describe, expect, it } from 'vitest';
import type { Target } from '../measure/target.ts';
import type { Chart } from './bench-result.ts';
import { drawChart, drawTargets } from './draw-chart.ts';

function widthsIn(svg: string): readonly number[] {
  return Array.from(svg.matchAll(/<rect [^>]*width="([\d.]+)"/g), ([, width]) => Number(width));
}

const CHART: Chart = {
  title: 'Time of a <request> & its "check"',
  unit: 'µs',
  scale: 'linear',
  bars: [
    { label: 'ours', value: 50, role: 'ours' },
    { label: 'theirs', value: 200, role: 'peer' },
  ],
};

describe('drawChart', () => {
  it('draws bars as long as their values', () => {
    const [ours = 0, theirs = 0] = widthsIn(drawChart(CHART));
    expect(theirs / ours).toBeCloseTo(4);
  });

  it('keeps bars apart that lie powers of ten apart, and says that the scale is not linear', () => {
    const bars = [1, 100, 10_000].map((value) => ({ label: `${value}`, value, role: 'peer' as const }));
    const svg = drawChart({ ...CHART, scale: 'logarithmic', bars });
    const [least = 0, middle = 0, most = 0] = widthsIn(svg);
    expect(most - middle).toBeCloseTo(middle - least, 0);
    expect(svg).toContain('(logarithmic scale)');
  });

  it('has room for a limit that no bar comes near', () => {
    const svg = drawChart({ ...CHART, limit: { label: 'most', value: 400 } });
    const [, theirs = 0] = widthsIn(svg);
    expect(theirs).toBe(165);
    expect(svg).toContain('Line: most, 400 µs');
  });

  it('escapes what stands for itself', () => {
    expect(drawChart(CHART)).toContain('Time of a &lt;request&gt; &amp; its &quot;check&quot;');
  });
});

describe('drawTargets', () => {
  const target: Target = { name: 'speed', bound: 'at least', limit: 8, aim: 10, unit: 'x', measured: 9, decides: true };

  it('marks the limit and the aim, and shows what missed the limit', () => {
    const svg = drawTargets('Targets', [target, { ...target, measured: 7 }]);
    expect(svg.match(/<rect class="(?:ours|missed)"/g)).toEqual(['<rect class="ours"', '<rect class="missed"']);
    expect([svg.match(/class="line"/g)?.length, svg.match(/class="aim"/g)?.length]).toEqual([2, 2]);
  });
});
