/**
 * Composes the text that carries a code: our words or the deployment's template, then the autofill line.
 * Whatever a variable or a template holds, the autofill line of the result is ours or there is none.
 */
import { OptionProblems } from '../adapter/options.ts';
import { checkComposedText, checkMessageText } from './check-message-text.ts';
import { checkMessageInput } from './message-input.ts';
import { checkMessageOptions } from './message-options.ts';
import { compileTemplate, runTemplate } from './message-template.ts';
import { formatOriginBoundLine } from './origin-bound-line.ts';
import { textOf } from './texts.ts';

/**
 * Composes the text that carries a code. Pure.
 * @throws OtpMessageError when a variable or the composed text must not be sent; it quotes neither.
 */
export type MessageComposer = (input: MessageInput) => string;

/** What a composer is given. */
export interface MessageInput {
  /** 4 to 10 ASCII digits. */
  readonly code: string;
  /** Whole minutes the code still lives, at least 1. */
  readonly minutes: number;
  readonly purpose: string;
  readonly tenant: string;
  /** BCP 47 tag of the reader's language; `null` where it is not known. A language we have no text in reads English. */
  readonly locale: string | null;
}

/** What a template may use. */
export interface MessageTemplateInput extends MessageInput {
  /** `null` where `MessageOptions.appName` is left out. */
  readonly appName: string | null;
}

/**
 * Writes a text of its own. The text must hold the code, apart from other digits; no control character but `\n`;
 * no autofill line, which `originHost` adds; and at most 1,600 UTF-16 units with that line.
 */
export type MessageTemplate = (input: MessageTemplateInput) => string;

/** How the text reads. */
export interface MessageOptions {
  /** Who asks for the code, as the reader knows it; 1 to 30 characters. @defaultValue none: "Your code is …" */
  readonly appName?: string;
  /**
   * Host of the site whose form takes the code, for example `example.com`: adds the last line `@example.com #123456`,
   * by which browsers offer the code to that site only. From your settings, never from a request's `Host` header.
   * Source: https://wicg.github.io/sms-one-time-codes/
   * @defaultValue none: no such line
   */
  readonly originHost?: string;
  /**
   * A text with `{code}` and, if wanted, `{minutes}`, `{appName}`, `{purpose}`, `{tenant}`, `{locale}`; or a function.
   * @defaultValue our text in the reader's language
   */
  readonly template?: string | MessageTemplate;
}

/**
 * Creates the composer of an engine or of one of its purposes.
 * @throws OtpConfigurationError with every problem of the options.
 *
 * @example
 * const compose = createMessageComposer({ appName: 'Acme', originHost: 'acme.example' });
 * compose({ code: '042817', minutes: 5, purpose: 'default', tenant: 'default', locale: null });
 * // 'Your Acme code is 042817. It expires in 5 minutes. Do not share it.\n@acme.example #042817'
 */
export function createMessageComposer(options: MessageOptions = {}): MessageComposer {
  const problems = new OptionProblems('createMessageComposer');
  checkMessageOptions('', options, problems);
  problems.throwIfAny();
  const { appName = null, originHost } = options;
  const template = templateOf(options.template);

  return (unchecked) => {
    const input = checkMessageInput(unchecked);
    const text = checkMessageText(runTemplate(template, { ...input, appName }), input.code);
    if (originHost === undefined) return text;
    return checkComposedText(`${text}\n${formatOriginBoundLine({ host: originHost, code: input.code })}`);
  };
}

function templateOf(template: string | MessageTemplate | undefined): MessageTemplate {
  if (template === undefined) return (input) => textOf(input.locale)(input);
  return typeof template === 'string' ? compileTemplate(template) : template;
}
