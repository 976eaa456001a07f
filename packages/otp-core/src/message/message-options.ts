/** Finds out at construction what would otherwise make a message fail, or mislead its reader. */
import { isOptions, joinPath, type OptionProblems } from '../adapter/options.ts';
import { isBareHost } from './bare-host.ts';
import { isSafeVariable } from './characters.ts';
import type { MessageOptions } from './message.ts';
import { problemsOfTemplate } from './message-template.ts';
import { holdsOriginBoundLine } from './origin-bound-line.ts';
import { tidyText } from './tidy-text.ts';

const MAXIMUM_APP_NAME_LENGTH = 30;
const APP_HASH = /^[A-Za-z0-9+/]{11}$/;
const LANGUAGE_TAG = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

type Given = Readonly<Record<string, unknown>>;

const CHECKS: Readonly<Record<keyof MessageOptions, (value: unknown, options: Given) => string[]>> = {
  appName: problemsOfAppName,
  originHost: problemsOfHost,
  appHash: problemsOfAppHash,
  languages: problemsOfLanguages,
  template: problemsOfTemplate,
};

/**
 * Reports every problem of `MessageOptions`, each under its path, for example `purposes.login.message.appName`.
 * Pure; throws nothing.
 */
export function checkMessageOptions(path: string, options: unknown, problems: OptionProblems): void {
  if (!isOptions(options)) {
    problems.add(path === '' ? 'options' : path, 'must be an object');
    return;
  }
  problems.addUnknown(path, options, Object.keys(CHECKS));
  for (const [name, check] of Object.entries(CHECKS)) {
    if (options[name] === undefined) continue;
    for (const message of check(options[name], options)) problems.add(joinPath(path, name), message);
  }
}

function problemsOfAppName(given: unknown): string[] {
  // Units before characters, so that a huge string is not taken apart. An accent may still stand beside its letter.
  const value = typeof given === 'string' && given.length <= 4 * MAXIMUM_APP_NAME_LENGTH ? tidyText(given) : null;
  if (value === null || [...value].length > MAXIMUM_APP_NAME_LENGTH) {
    return [`must be a string of at most ${MAXIMUM_APP_NAME_LENGTH} characters`];
  }
  const found: string[] = [];
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(value)) found.push('must hold a letter, a digit or a sign');
  if (!isSafeVariable(String(given))) found.push('must hold no control, line break or text direction character');
  if (holdsOriginBoundLine(value)) found.push('must not read like an autofill line (@host #code)');
  return found;
}

function problemsOfHost(value: unknown): string[] {
  if (isBareHost(value)) return [];
  return [
    'must be a host such as example.com: lower case, other alphabets as xn--, no address, at most 253 characters',
  ];
}

function problemsOfAppHash(value: unknown): string[] {
  return typeof value === 'string' && APP_HASH.test(value) ? [] : ['must be 11 characters of A-Z, a-z, 0-9, + and /'];
}

function problemsOfLanguages(value: unknown, { template }: Given): string[] {
  if (!isOptions(value)) return ['must be an object'];
  const found = Object.entries(value)
    .filter(([tag, text]) => typeof text !== 'function' || !LANGUAGE_TAG.test(tag))
    .map(([tag]) => `must hold a function by its language tag, unlike ${tag}`);
  if (template !== undefined) found.push('has no effect beside template');
  return found;
}
