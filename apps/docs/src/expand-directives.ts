/**
 * Hand-written pages take their tables from the code and their tested texts from the packages. A line such as
 * `<!-- made: settings twilio -->` is replaced by what the function of that name makes.
 */
import { interfaceIn, interfacesIn } from './declared-fields.ts';
import { FAILURE_ADVICE } from './failure-advice.ts';
import { GATEWAY_PRESETS, type GatewayPresetFacts } from './gateway-facts.ts';
import { measurementsOf } from './measurements.ts';
import { readText } from './repository.ts';
import { rewriteLinks } from './rewrite-links.ts';
import { sectionOf, sectionsOf } from './sections.ts';
import { code, writeTable } from './table.ts';
import { vendorCodesIn } from './vendor-codes.ts';

const SETTINGS = 'packages/otp-config/docs/settings.md';

type Make = (argumentList: readonly string[], pageOf: ReadonlyMap<string, string>) => string;

const MAKERS: Readonly<Record<string, Make>> = {
  settings: ([provider = '']) => settingsOf(provider),
  section: ([path = '', ...heading], pageOf) =>
    rewriteLinks(sectionOf(readText(path), heading.join(' ')), path, pageOf),
  fields: ([path = '', name = '']) => fieldsOf(path, name),
  events: ([path = '']) => eventsOf(path),
  rows: ([prefix = '', path = '', ...heading]) => rowsAsEntries(sectionOf(readText(path), heading.join(' ')), prefix),
  presets: () => presetRows(GATEWAY_PRESETS),
  'vendor-codes': ([path = '']) => vendorCodeRows(path),
  advice: () => adviceRows(),
  measurements: ([name = '']) => measurementsOf(name),
};

export function expandDirectives(markdown: string, pageOf: ReadonlyMap<string, string>): string {
  return markdown.replaceAll(/^<!-- made: (\S+)(.*?) -->$/gm, (directive, name: string, rest: string) => {
    const make = MAKERS[name];
    if (make === undefined) throw new Error(`Nothing makes ${directive}.`);
    return make(rest.split(' ').filter(Boolean), pageOf);
  });
}

/** The table of one provider; `general` is what every deployment has. */
function settingsOf(provider: string): string {
  const wanted = provider === 'general' ? 'Of every deployment' : `\`${provider}\`:`;
  const section = sectionsOf(readText(SETTINGS)).find(({ heading }) => heading.startsWith(wanted));
  if (section === undefined) throw new Error(`${SETTINGS} has no section for ${provider}.`);
  return section.body;
}

function fieldsOf(path: string, name: string): string {
  const rows = interfaceIn(path, name).fields.map(({ name: field, type, isRequired, about, defaultValue }) => [
    code(field),
    code(type),
    isRequired ? 'required' : defaultValue,
    about,
  ]);
  return writeTable(['option', 'type', 'default', 'what it is'], rows);
}

/** A heading for each event, which has an address by that, and a line for each field with an example. */
function eventsOf(path: string): string {
  return interfacesIn(path)
    .flatMap(({ about, fields }) => {
      const type = fields.find((field) => field.name === 'type')?.type;
      if (type === undefined || !/^'[a-z-]+'$/.test(type)) return [];
      const name = type.slice(1, -1);
      const rows = fields
        .filter((field) => field.name !== 'type')
        .map((field) => [code(field.name), code(field.type), code(exampleOf(field.name, field.type)), field.about]);
      const table = rows.length === 0 ? '' : `\n\n${writeTable(['field', 'type', 'example', 'what it is'], rows)}`;
      return [`### \`${name}\` {#${name}}\n\n${about}${table}`];
    })
    .join('\n\n');
}

/** Values that an event may really have, by field; otherwise the first of a union of literals. */
const EXAMPLES: Readonly<Record<string, string>> = {
  providerId: "'twilio'",
  codeLength: '6',
  country: "'US'",
  purpose: "'login'",
  subject: "'q1Vd0c3mWg'",
  retryAtMs: '1767225630000',
  forcedBy: "'ê'",
  segments: '1',
  channel: "'sms'",
  messageId: "'SM0123456789abcdef0123456789abcdef'",
  durationMs: '412',
  attemptsLeft: '4',
  failure: "{ category: 'unavailable' }",
  status: "'accepted'",
  limit: "'address'",
  code: "'OTP_STORE_UNAVAILABLE'",
  from: "'twilio'",
  to: "'telnyx'",
  category: "'unavailable'",
  destination: "'+44'",
};

function exampleOf(field: string, type: string): string {
  return EXAMPLES[field] ?? /'[^']+'/.exec(type)?.[0] ?? (type === 'boolean' ? 'false' : type === 'number' ? '1' : '');
}

/**
 * A table whose first cell is a code, as one entry a row: each has an address of its own, which a search finds.
 *
 * @param prefix of the addresses, where two tables of a page share codes; `-` for none
 */
function rowsAsEntries(section: string, prefix: string): string {
  const [head = [], , ...rows] = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows
    .map(([name = '', ...cells]) => {
      const id = `${prefix === '-' ? '' : prefix}${name.replaceAll('`', '').toLowerCase().replaceAll('_', '-')}`;
      const lines = cells.map((cell, index) => `- **${capitalise(head[index + 1] ?? '')}:** ${cell}`);
      return `### ${name} {#${id}}\n\n${lines.join('\n')}`;
    })
    .join('\n\n');
}

function capitalise(words: string): string {
  const plain = words.replaceAll('`', '');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
}

function presetRows(presets: readonly GatewayPresetFacts[]): string {
  const rows = presets.map(({ name, endpoint, needs, method }) => [
    code(name),
    needs.map(code).join(', '),
    code(endpoint),
    code(method),
  ]);
  return writeTable(['preset', 'needs', 'address', 'method'], rows);
}

function vendorCodeRows(path: string): string {
  const codes = vendorCodesIn(path, new Set(Object.keys(FAILURE_ADVICE)));
  const rows = codes.map(({ code: name, category }) => [code(name), code(category), FAILURE_ADVICE[category] ?? '']);
  return writeTable(['code', 'category', 'what to do'], rows);
}

function adviceRows(): string {
  const rows = Object.entries(FAILURE_ADVICE).map(([category, advice]) => [code(category), advice]);
  return writeTable(['category', 'what to do'], rows);
}
