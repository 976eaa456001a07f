/**
 * Hand-written pages take their tables from the code and their tested texts from the packages. A line such as
 * `<!-- made: settings twilio -->` is replaced by what the function of that name makes.
 */
import { clientSentences } from './client-sentences.ts';
import { type DeclaredField, inheritedFields, interfaceIn, interfacesIn } from './declared-fields.ts';
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
  'field-table': ([path = '', name = '']) =>
    tableOf([...inheritedFields(path, name), ...interfaceIn(path, name).fields]),
  events: ([path = '']) => eventsOf(path),
  rows: ([prefix = '', path = '', ...heading]) => rowsAsEntries(sectionOf(readText(path), heading.join(' ')), prefix),
  presets: () => presetRows(GATEWAY_PRESETS),
  'vendor-codes': ([path = '']) => vendorCodeEntries(path),
  advice: () => adviceRows(),
  words: () =>
    writeTable(
      ['reason', 'what the person reads'],
      clientSentences().map(({ reason, sentence }) => [reason, sentence]),
    ),
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
  const wanted = provider === 'general' ? 'For every deployment' : `\`${provider}\`:`;
  const section = sectionsOf(readText(SETTINGS)).find(({ heading }) => heading.startsWith(wanted));
  if (section === undefined) throw new Error(`${SETTINGS} has no section for ${provider}.`);
  const entries = rowsOf(section.body).map((row) => settingEntry(row, provider === 'general' ? '' : `${provider}-`));
  const before = section.body.split(/^\|/m, 1)[0]?.trim() ?? '';
  return [before, ...entries].filter(Boolean).join('\n\n');
}

/** One setting under a heading of its own, which the search finds by its name. */
function settingEntry(row: ReadonlyMap<string, string>, prefix: string): string {
  const variable = row.get('variable') ?? '';
  const lines = [
    ['', sentence(row.get('') ?? '')],
    ['Value:', row.get('shape')],
    ['Example:', row.get('example')],
    ['Option:', row.get('option')],
    ['Where to get it:', row.get('where to get it')],
  ].filter(([, text]) => text !== '');
  const list = lines.map(([label, text]) => `- ${label === '' ? '' : `${label} `}${text}`).join('\n');
  return `### ${variable} {#${prefix}${idOf(variable)}}\n\n${sentence(row.get('what it is') ?? '')}\n\n${list}`;
}

/** Each field under a heading of its own, as settings are: types are too long for a column. */
function fieldsOf(path: string, name: string): string {
  return interfaceIn(path, name)
    .fields.map(({ name: field, type, isRequired, about, defaultValue }) => {
      const rest = isRequired
        ? 'Required.'
        : defaultValue === ''
          ? 'Optional.'
          : `Default: ${codeUnlessProse(defaultValue)}`;
      return `### ${code(field)} {#${idOf(`${name}-${field}`)}}\n\n${about}\n\n- Type: ${code(type)}\n- ${rest}`;
    })
    .join('\n\n');
}

/** `'default'` and `10_000` are code, and `the system's` is none. */
function codeUnlessProse(text: string): string {
  return /^(?:'[^']*'|\[.*\]|\{.*\}|-?[\d_.]+|true|false|null)$/.test(text) ? code(text) : text;
}

/** A heading for each event, which has an address by that, an example of the whole, and a line for each field of its own. */
function eventsOf(path: string): string {
  return interfacesIn(path)
    .flatMap(({ name: interfaceName, about, fields }) => {
      const type = fields.find((field) => field.name === 'type')?.type;
      if (type === undefined || !/^'[a-z-]+'$/.test(type)) return [];
      const name = type.slice(1, -1);
      const own = fields.filter((field) => field.name !== 'type');
      const all = [...inheritedFields(path, interfaceName), ...own];
      const lines = all.map((field) => `  ${field.name}: ${exampleOf(field.name, field.type)},`);
      const example = `\`\`\`ts\n({\n  type: ${type},\n${lines.join('\n')}\n})\n\`\`\``;
      const table = own.length === 0 ? '' : `\n\n${tableOf(own)}`;
      return [`### \`${name}\` {#${name}}\n\n${about}\n\n${example}${table}`];
    })
    .join('\n\n');
}

/** Fields with an example of each. */
function tableOf(fields: readonly DeclaredField[]): string {
  const rows = fields.map(({ name, type, about }) => [code(name), code(type), code(exampleOf(name, type)), about]);
  return writeTable(['field', 'type', 'example', 'what it is'], rows);
}

/** Values that an event may really have, by field; otherwise the first of a union of literals. */
const EXAMPLES: Readonly<Record<string, string>> = {
  atMs: '1767225600000',
  tenant: "'default'",
  challengeId: "'b1yq6tPp0k2JrW8sV3xZfQ'",
  route: "'failover'",
  reportedAtMs: '1767225604000',
  openForMs: '30000',
  locale: "'pt-BR'",
  ip: "'203.0.113.7'",
  client: "{ known: true, ip: '203.0.113.7' }",
  idempotencyKey: "'sign-up-7f3c'",
  answerAfterMs: '3000',
  signal: 'AbortSignal.timeout(5000)',
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
  if (type.includes('decoy:')) return "'+14155550123'";
  return EXAMPLES[field] ?? /'[^']+'/.exec(type)?.[0] ?? (type === 'boolean' ? 'false' : type === 'number' ? '1' : '');
}

/**
 * A table whose first cell is a code, as one entry a row: each has an address of its own, which a search finds.
 *
 * @param prefix of the addresses, where two tables of a page share codes; `-` for none
 */
function rowsAsEntries(section: string, prefix: string): string {
  return rowsOf(section)
    .map((row) => {
      const [[, name = ''] = [], ...cells] = [...row];
      const lines = cells.map(([label, cell]) => `- **${capitalise(label)}:** ${cell}`);
      return `### ${name} {#${prefix === '-' ? '' : prefix}${idOf(name)}}\n\n${lines.join('\n')}`;
    })
    .join('\n\n');
}

/** The rows of the tables of a text, each cell under the head of its column. */
function rowsOf(markdown: string): ReadonlyMap<string, string>[] {
  const [head = [], , ...rows] = markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.map((cells) => new Map(cells.map((cell, index) => [head[index] ?? '', cell])));
}

/** The address of an entry: of a name in code, with the letters that addresses have. */
function idOf(name: string): string {
  return name.replaceAll('`', '').toLowerCase().replaceAll('_', '-');
}

/** A phrase of the code, as a sentence of its own. */
function sentence(phrase: string): string {
  return phrase === '' || /[.:]$/.test(phrase) ? capitalise(phrase, '`') : `${capitalise(phrase, '`')}.`;
}

function capitalise(words: string, kept = ''): string {
  const plain = kept === '`' ? words : words.replaceAll('`', '');
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

/** By category: the advice is the same for all codes of one. */
function vendorCodeEntries(path: string): string {
  const codes = vendorCodesIn(path, new Set(Object.keys(FAILURE_ADVICE)));
  return Object.entries(FAILURE_ADVICE)
    .map(([category, advice]) => ({ category, advice, named: codes.filter((each) => each.category === category) }))
    .filter(({ named }) => named.length > 0)
    .map(({ category, advice, named }) => {
      const list = named.map(({ code: name }) => code(name)).join(', ');
      return `### ${code(category)} {#code-${category}}\n\n${advice}\n\nCodes: ${list}`;
    })
    .join('\n\n');
}

function adviceRows(): string {
  const rows = Object.entries(FAILURE_ADVICE).map(([category, advice]) => [code(category), advice]);
  return writeTable(['category', 'what to do'], rows);
}
