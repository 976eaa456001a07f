/** Makes what reads the delivery receipts of the chosen providers. */
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import type { ProblemList } from '../problems/setting-problem.ts';
import { loadAdapter } from './load-adapter.ts';
import type { OtpPlan } from './otp-plan.ts';
import { planReceipts } from './plan-receipts.ts';
import { renameOption } from './rename-option.ts';
import type { SettingSource } from './setting-source.ts';

/** One for each provider that is set up for it, and none for what has a problem. */
export async function makeParsers(
  { settings, providers, retired, formerSenders, publicUrl }: OtpPlan,
  source: SettingSource,
  problems: ProblemList,
): Promise<readonly DeliveryReportParser[]> {
  const parsers = new Map<string, DeliveryReportParser>();
  for (const plan of [...providers, ...retired, ...formerSenders]) {
    if (plan.from === 'port' || problems.isAbout(plan.path)) continue;
    const planned = planReceipts(plan, publicUrl);
    if (planned === null) continue;
    const parser = await loadAdapter(
      {
        packageName: plan.entry.packageName,
        others: [],
        option: plan.path,
        variable: source.variableOf(plan.path),
        make: () => planned.receipts.create(plan.options, planned.address),
        rename: (option) => renameOption(option, plan, source),
      },
      problems,
    );
    // A provider may be among the current and among the retired ones; the current one's settings go first.
    if (parser !== undefined && !parsers.has(parser.providerId)) parsers.set(parser.providerId, parser);
  }
  if (problems.isAbout('parsers')) return [];
  // What the app brings along goes before what its settings would make.
  for (const parser of settings.parsers ?? []) parsers.set(parser.providerId, parser);
  return [...parsers.values()];
}
