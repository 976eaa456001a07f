/** A description in lines, for a person. */
import type { ConfigDescription } from './config-description.ts';

export function writeDescription(description: Omit<ConfigDescription, 'text'>): string {
  const { providers, policy } = description;
  const rows: (readonly [name: string, value: string])[] = [
    ['environment', description.environment],
    ['provider', providers.map(({ name }) => name).join(', then ') || 'none'],
    ...providers.flatMap(({ name, settings }) =>
      Object.entries(settings).map(([option, value]) => [`  ${name}.${option}`, value] as const),
    ),
    ['retired', description.retired.join(', ') || 'none'],
    ['store', description.store],
    ['secret', description.secrets.join(', then ') || 'not set'],
    ['subjectSecret', description.subjectSecret ?? 'not set: the oldest secret'],
    ...Object.entries(description.message).map(([option, value]) => [`message.${option}`, value] as const),
    ['allowedCountries', description.allowedCountries?.join(', ') ?? 'all'],
    ...(description.allowInsecureBaseUrl ? [['allowInsecureBaseUrl', 'on purpose'] as const] : []),
    ...(description.inboxUrl === null
      ? []
      : [['inboxUrl', `${description.inboxUrl}: messages go to this inbox, to no phone`] as const]),
    ...(description.warmUp ? [['warmUp', 'before the engine is handed over'] as const] : []),
    ['publicUrl', description.publicUrl ?? 'not set: no message says where its receipt goes'],
    ['testNumbers', description.testNumbers === 0 ? 'none' : String(description.testNumbers)],
    ...policy.map(
      ({ option, value, isDefault }) => [`policy.${option}`, `${value}${isDefault ? '' : ' (set)'}`] as const,
    ),
    ...description.problems.map((problem) => ['problem', problem] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
