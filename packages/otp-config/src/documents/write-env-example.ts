/** `.env.example`, from the catalog. */
import { GENERAL_SETTINGS } from '../catalog/general-settings.ts';
import type { ProviderEntry } from '../catalog/provider-entry.ts';
import { PROVIDERS } from '../catalog/providers.ts';
import type { Setting } from '../catalog/setting.ts';

const HEAD = `# Settings of @countersign/otp-config. Empty variables count as unset; values stand without quotes.
# What begins with # has a default or is for another provider. Keep the file out of the repository.`;

/** Of these providers, or of all. */
export function writeEnvExample(providers: readonly ProviderEntry[] = PROVIDERS): string {
  const written = new Set<string>();
  const sections = providers.map((entry) => writeProvider(entry, written));
  return `${[HEAD, ...GENERAL_SETTINGS.map((setting) => writeSetting(setting)), ...sections].join('\n\n')}\n`;
}

function writeProvider(entry: ProviderEntry, written: Set<string>): string {
  const packages = [entry.packageName, ...(entry.sdk === null ? [] : [entry.sdk])].join(' ');
  const known = entry.settings.filter(({ variable }) => written.has(variable)).map(({ variable }) => variable);
  const own = entry.settings.filter(({ variable }) => !written.has(variable));
  for (const { variable } of own) written.add(variable);
  return [
    `# ---- ${entry.title}: OTP_PROVIDER=${entry.name}; npm install ${packages}`,
    ...(known.length === 0 ? [] : [`# As above: ${known.join(', ')}`]),
    ...own.map((setting) => writeSetting(setting)),
  ].join('\n');
}

function writeSetting(setting: Setting): string {
  const { variable, need, about, source, example } = setting;
  const isLeftOut = need === 'optional' || !variable.startsWith('OTP_');
  return `# ${sentence(about)}${source === '' ? '' : ` (${source})`}.\n${isLeftOut ? '#' : ''}${variable}=${example}`;
}

function sentence(about: string): string {
  return about.charAt(0).toUpperCase() + about.slice(1);
}
