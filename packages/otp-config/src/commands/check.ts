import { askStore } from '../doctor/ask-store.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import { sendTestMessage } from '../doctor/send-test-message.ts';
import { countOf, writeReport } from '../doctor/write-report.ts';
import { type CliContext, EXIT_CODES, type ExitCode } from './cli-context.ts';
import { appVariablesOf, readEnvironmentOf } from './read-settings.ts';
import type { Values } from './read-words.ts';

export async function check(context: CliContext, values: Values): Promise<ExitCode> {
  const environment = readEnvironmentOf(context, values);
  const checked = { ...context, environment, appVariables: appVariablesOf(values) };
  const { facts, findings: examined } = await examine(checked);
  const findings: Finding[] = [...examined];
  const isSound = facts.reading.problems.all.length === 0;
  if (values.connect === true && isSound) findings.push(await askStore(facts));
  if (values.send !== undefined && isSound) findings.push(await sendTestMessage(checked, values.send));
  const problems = countOf(findings, 'problem');
  const warnings = countOf(findings, 'warning');
  const isWell = problems + (values.strict === true ? warnings : 0) === 0;
  context.print(
    values.json === true
      ? JSON.stringify({ ok: isWell, problems, warnings, findings }, null, 2)
      : writeReport(findings),
  );
  return isWell ? EXIT_CODES.done : EXIT_CODES.failed;
}
