/** Makes what reads the delivery receipts of the chosen providers. */
import type { ProviderAdapter } from '@countersign/otp-core/adapter';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import type { ProblemList } from '../problems/setting-problem.ts';
import { loadAdapter } from './load-adapter.ts';
import type { OtpPlan } from './otp-plan.ts';
import { type CatalogPlan, planReceipts } from './plan-receipts.ts';
import { productOf } from './product-of.ts';
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
        kind: 'provider-adapter',
        packageName: plan.entry.packageName,
        others: [],
        adapters: settings.adapters,
        option: plan.path,
        variable: source.variableOf(plan.path),
        make: (adapter) => makeParser(adapter, plan, planned.address),
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

function makeParser(adapter: ProviderAdapter, { entry, options }: CatalogPlan, address: string | null) {
  const { createDeliveryReportParser } = productOf(adapter, entry);
  if (createDeliveryReportParser === undefined) throw new TypeError(`${entry.name} has receipts but no parser.`);
  return createDeliveryReportParser(options, address);
}
