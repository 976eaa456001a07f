/** `.env.example`, from the catalog. */

import type { Setting } from '@countersign/otp-core/settings';
import { GENERAL_SETTINGS } from '../catalog/general-settings.ts';
import type { ProviderEntry } from '../catalog/provider-entry.ts';
import { PROVIDERS } from '../catalog/providers.ts';

const HEAD = `# Settings of @countersign/otp-config. Empty variables count as unset; values stand without quotes.
# What begins with # has a default or is for another provider. Keep the file out of the repository.`;

/** Of all providers; or of those that are named, which are then the ones that are set. */
export function writeEnvExample(chosen: readonly ProviderEntry[] = []): string {
  const written = new Set<string>(GENERAL_SETTINGS.map(({ variable }) => variable));
  const general = GENERAL_SETTINGS.map((setting) =>
    setting.option === 'provider' && chosen.length > 0
      ? writeSetting(setting, `OTP_PROVIDER=${namesInOneList(chosen)}`)
      : writeSetting(setting, lineOf(setting, setting.need === 'required' ? 'set' : 'left-out')),
  );
  const providers = chosen.length === 0 ? PROVIDERS : chosen;
  const sections = providers.map((entry) => writeProvider(entry, chosen.includes(entry), written));
  return `${[HEAD, ...general, ...sections].join('\n\n')}\n`;
}

/** A list holds senders or verification providers: of the others, the settings alone are written. */
function namesInOneList(chosen: readonly ProviderEntry[]): string {
  return chosen
    .filter(({ kind }) => kind === chosen[0]?.kind)
    .map(({ name }) => name)
    .join(',');
}

function writeProvider(entry: ProviderEntry, isChosen: boolean, written: Set<string>): string {
  const packages = [entry.packageName, ...(entry.sdk === null ? [] : [entry.sdk])].join(' ');
  const known = entry.settings.filter(({ variable }) => written.has(variable)).map(({ variable }) => variable);
  const own = entry.settings.filter(({ variable }) => !written.has(variable));
  for (const { variable } of own) written.add(variable);
  return [
    `# ---- ${entry.title}: OTP_PROVIDER=${entry.name}; npm install ${packages}`,
    ...(known.length === 0 ? [] : [`# As above: ${known.join(', ')}`]),
    ...own.map((setting) =>
      writeSetting(setting, lineOf(setting, isChosen && isNeeded(entry, setting) ? 'blank' : 'left-out')),
    ),
  ].join('\n');
}

/** Of several ways, the first. */
function isNeeded({ alternatives }: ProviderEntry, { option, need }: Setting): boolean {
  return need === 'required' || alternatives.some(([first = []]) => first.includes(option));
}

/** An example is nobody's account: where a value is needed, it stands in the comment. */
function lineOf({ variable, example }: Setting, how: 'set' | 'left-out' | 'blank'): string {
  switch (how) {
    case 'set':
      return `${variable}=${example}`;
    case 'left-out':
      return `#${variable}=${example}`;
    case 'blank':
      return example === '' ? `${variable}=` : `# For example ${example}\n${variable}=`;
  }
}

function writeSetting({ about, source }: Setting, line: string): string {
  return `# ${sentence(about)}${source === '' ? '' : ` (${source})`}.\n${line}`;
}

function sentence(about: string): string {
  return about.charAt(0).toUpperCase() + about.slice(1);
}
