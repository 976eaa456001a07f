/** `docs/settings.md`, from the catalog. */

import type { Setting } from '@countersign/otp-core/settings';
import { GENERAL_SETTINGS } from '../catalog/general-settings.ts';
import type { ProviderEntry } from '../catalog/provider-entry.ts';
import { PROVIDERS } from '../catalog/providers.ts';
import { CHECK_CODES } from '../doctor/check-codes.ts';

const HEAD = `# Settings

Every variable of \`createOtpFromEnv\` with the option of \`createOtp\` that says the same. Values are trimmed, empty ones
count as unset. A variable that begins with \`OTP_\` and looks like a misspelt one of these is refused.`;

export function writeSettingsPage(): string {
  const general = `## For every deployment\n\n${writeTable(GENERAL_SETTINGS)}`;
  return `${[HEAD, general, ...PROVIDERS.map(writeProvider), writeCodes()].join('\n\n')}\n`;
}

function writeProvider(entry: ProviderEntry): string {
  const { name, title, packageName, sdk, kind } = entry;
  const packages = [packageName, ...(sdk === null ? [] : [sdk])].join(' ');
  const maker =
    kind === 'sms-sender' ? 'Sends the codes that Countersign makes' : 'Makes, sends and checks its own codes';
  return [
    `## \`${name}\`: ${title}`,
    `${maker}. \`npm install ${packages}\`.${writeAlternatives(entry)}`,
    writeTable(entry.settings),
  ].join('\n\n');
}

function writeAlternatives({ alternatives, settings }: ProviderEntry): string {
  const variableOf = (option: string) => `\`${settings.find((each) => each.option === option)?.variable}\``;
  return alternatives
    .map((groups) => ` Needs ${groups.map((group) => group.map(variableOf).join(' with ')).join(' or ')}.`)
    .join('');
}

function writeTable(settings: readonly Setting[]): string {
  const rows = settings.map(({ variable, option, need, disclosure, shape, about, source, readBy, example }) => {
    const marks = [need === 'required' ? 'required' : '', disclosure === 'secret' ? 'secret' : ''].filter(Boolean);
    const path = readBy === 'doctor' ? '' : `\`${option}\``;
    return [
      `\`${variable}\``,
      path,
      marks.join(', '),
      about,
      shape.expectation,
      example === '' ? '' : `\`${example}\``,
      source,
    ];
  });
  return align([['variable', 'option', '', 'what it is', 'shape', 'example', 'where to get it'], ...rows]);
}

function writeCodes(): string {
  const rows = Object.entries(CHECK_CODES).map(([code, meaning]) => [`\`${code}\``, meaning]);
  return `## What \`otp-config check\` finds\n\n${align([['code', 'meaning'], ...rows])}`;
}

/** As the formatter leaves a table. */
function align([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const write = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [write(head), write(widths.map((width) => '-'.repeat(width))), ...rows.map(write)].join('\n');
}
