/**
 * Composes the text that carries a code: our words or the deployment's template, then the autofill line.
 * Whatever a variable or a template holds, the autofill line of the result is ours or there is none.
 */
import { OptionProblems } from '../adapter/options.ts';
import { checkComposedText, checkMessageText } from './check-message-text.ts';
import type { MessageComposer, MessageOptions, MessageTemplate } from './message.ts';
import { checkMessageInput } from './message-input.ts';
import { checkMessageOptions } from './message-options.ts';
import { compileTemplate, runTemplate } from './message-template.ts';
import { formatOriginBoundLine } from './origin-bound-line.ts';
import { textOf } from './texts.ts';

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
