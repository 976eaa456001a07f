import type { Finding } from './finding.ts';

/** Findings in lines, the gravest first, and their count. */
export function writeReport(findings: readonly Finding[]): string {
  const levels = ['problem', 'warning', 'ok'] as const;
  const sorted = levels.flatMap((level) => findings.filter((each) => each.level === level));
  const width = Math.max(...sorted.map(({ code }) => code.length));
  const lines = sorted.map(({ level, code, message }) => `${level.padEnd(7)}  ${code.padEnd(width)}  ${message}`);
  const [problems, warnings] = [countOf(findings, 'problem'), countOf(findings, 'warning')];
  return `${lines.join('\n')}\n\n${problems} ${problems === 1 ? 'problem' : 'problems'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
}

export function countOf(findings: readonly Finding[], level: Finding['level']): number {
  return findings.filter((each) => each.level === level).length;
}
