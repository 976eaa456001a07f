/** Templates: a string with placeholders, or the deployment's own function, which may do anything. */
import { OtpMessageError } from '../errors/otp-error.ts';
import { UNSAFE_IN_TEXT } from './characters.ts';
import { holdsCode, MAXIMUM_TEXT_LENGTH } from './check-message-text.ts';
import type { MessageTemplate, MessageTemplateInput } from './message.ts';
import { holdsOriginBoundLine } from './origin-bound-line.ts';

type Placeholder = keyof MessageTemplateInput;

const KNOWN = '{code}, {minutes}, {appName}, {purpose}, {tenant} and {locale}';
const PLACEHOLDER = /\{(code|minutes|appName|purpose|tenant|locale)\}/g;
const SAMPLE: MessageTemplateInput = {
  code: '123456',
  minutes: 5,
  appName: 'Acme',
  purpose: 'login',
  tenant: 'acme',
  locale: 'en',
};

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

/** All that would make every message of a template string fail. */
export function problemsOfTemplate(template: unknown): string[] {
  if (typeof template === 'function') return [];
  if (typeof template !== 'string') return ['must be a string or a function'];
  if (template.length > MAXIMUM_TEXT_LENGTH) return [`must be at most ${MAXIMUM_TEXT_LENGTH} characters`];

  const found = problemsOfPlaceholders(template);
  if (UNSAFE_IN_TEXT.test(template)) {
    found.push('must hold no control character but a line feed, no line separator and no bidi override');
  }
  if (holdsOriginBoundLine(template)) {
    found.push('must hold no autofill line (@host #code) of its own; set originHost instead');
  }
  return found;
}

function problemsOfPlaceholders(template: string): string[] {
  const found: string[] = [];
  if (!template.includes('{code}') || !holdsCode(compileTemplate(template)(SAMPLE), SAMPLE.code)) {
    found.push('must hold {code}, apart from other digits');
  }
  const rest = template.replace(PLACEHOLDER, ' ');
  const unknown = new Set(rest.match(/\{\w{1,32}\}/g));
  if (unknown.size > 0) {
    found.push(`must not hold ${[...unknown].join(', ')}; known are ${KNOWN}`);
  } else if (/[{}]/.test(rest)) {
    found.push(`must hold no brace outside of ${KNOWN}`);
  }
  return found;
}
