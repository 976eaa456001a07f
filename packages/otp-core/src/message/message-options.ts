/** Finds out at construction what would otherwise make a message fail, or mislead its reader. */
import { isOptions, joinPath, type OptionProblems } from '../adapter/options.ts';
import { isBareHost } from './bare-host.ts';
import { UNSAFE_IN_VARIABLE } from './characters.ts';
import type { MessageOptions } from './message.ts';
import { problemsOfTemplate } from './message-template.ts';
import { holdsOriginBoundLine } from './origin-bound-line.ts';

const OPTIONS: readonly (keyof MessageOptions)[] = ['appName', 'originHost', 'template'];
const MAXIMUM_APP_NAME_LENGTH = 30;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Reports every problem of `MessageOptions`, each under its path, for example `purposes.login.message.appName`.
 * Pure; throws nothing.
 */
export function checkMessageOptions(path: string, options: unknown, problems: OptionProblems): void {
  if (!isOptions(options)) {
    problems.add(path === '' ? 'options' : path, 'must be an object');
    return;
  }
  problems.addUnknown(path, options, OPTIONS);
  const { appName, originHost, template } = options;
  const found = {
    appName: appName === undefined ? [] : problemsOfAppName(appName),
    originHost: originHost === undefined ? [] : problemsOfHost(originHost),
    template: template === undefined ? [] : problemsOfTemplate(template),
  };
  if (appName === undefined && typeof template === 'string' && template.includes('{appName}')) {
    found.template.push('holds {appName}, but appName is not set');
  }
  for (const [name, messages] of Object.entries(found)) {
    for (const message of messages) problems.add(joinPath(path, name), message);
  }
}

function problemsOfAppName(value: unknown): string[] {
  if (typeof value !== 'string') return ['must be a string'];
  const tooLong = `must be at most ${MAXIMUM_APP_NAME_LENGTH} characters`;
  // Units before characters, so that a huge string is not taken apart.
  if (value.length > 2 * MAXIMUM_APP_NAME_LENGTH) return [tooLong];

  const found: string[] = [];
  if (!VISIBLE.test(value)) found.push('must hold a letter, a digit or a sign');
  if ([...value].length > MAXIMUM_APP_NAME_LENGTH) found.push(tooLong);
  if (UNSAFE_IN_VARIABLE.test(value)) found.push('must hold no control, line break or text direction character');
  if (holdsOriginBoundLine(value)) found.push('must not read like an autofill line (@host #code)');
  return found;
}

function problemsOfHost(value: unknown): string[] {
  if (isBareHost(value)) return [];
  return [
    'must be a host such as example.com: lower case, no scheme, port, path or final dot, no address, other alphabets as xn--, at most 253 characters',
  ];
}
