/** Templates: a string with placeholders, or the deployment's own function, which may do anything. */
import { OtpMessageError } from '../errors/otp-error.ts';
import { holdsCode, problemsOfText } from './check-message-text.ts';
import type { MessageTemplate, MessageTemplateInput } from './message.ts';
import { tidyText } from './tidy-text.ts';

type Placeholder = keyof MessageTemplateInput;

const KNOWN = '{code}, {minutes}, {appName}, {purpose}, {tenant} and {locale}';
const PLACEHOLDER = /\{(code|minutes|appName|purpose|tenant|locale)\}/g;
/** Digits are what may be mistaken for a part of the code. */
const SAMPLE: Partial<Record<Placeholder, string>> = { code: '123456', minutes: '5' };

/** Fills a string in one pass, so that no variable is itself read for placeholders. What is not known reads as nothing. */
export function compileTemplate(source: string): MessageTemplate {
  return (input) => source.replace(PLACEHOLDER, (_, name: Placeholder) => String(input[name] ?? ''));
}

/**
 * Runs a template and gives back whatever it returned.
 * @throws OtpMessageError when it throws; what it threw may hold the code and goes nowhere.
 */
export function runTemplate(template: MessageTemplate, input: MessageTemplateInput): unknown {
  let result: unknown;
  try {
    result = template(input);
  } catch {
    throw new OtpMessageError('The message template threw an error.');
  }
  if (typeof result !== 'string') silencePromise(result);
  return result;
}

/** A template that is async by mistake is refused; its rejection must not end the process as well. */
function silencePromise(value: unknown): void {
  try {
    // Takes promises of any realm, and never calls a `then` that somebody else wrote.
    Promise.prototype.then.call(value, undefined, () => undefined);
  } catch {
    // Not a promise.
  }
}

/** All that would make every message of a template fail. */
export function problemsOfTemplate(template: unknown, { appName }: { readonly appName?: unknown }): string[] {
  if (typeof template === 'function') return [];
  if (typeof template !== 'string') return ['must be a string or a function'];
  const found = problemsOfText(template);
  const sample = tidyText(template).replace(PLACEHOLDER, (_, name: Placeholder) => SAMPLE[name] ?? 'x');
  if (!template.includes('{code}') || !holdsCode(sample, '123456')) {
    found.push('must hold {code}, apart from other digits');
  }
  if (appName === undefined && template.includes('{appName}')) found.push('holds {appName}, but appName is not set');
  if (/[{}]/.test(template.replace(PLACEHOLDER, ' '))) found.push(`must hold no brace outside of ${KNOWN}`);
  return found;
}
