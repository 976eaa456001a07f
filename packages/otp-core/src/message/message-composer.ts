/**
 * Composes the text that carries a code: our words or the deployment's template, then what machines read.
 * Whatever a variable or a template holds, the last line of the result is ours or there is none.
 */
import { OptionProblems } from '../adapter/options.ts';
import { checkComposedText, checkMessageText } from './check-message-text.ts';
import type { MessageComposer, MessageOptions, MessageTemplate } from './message.ts';
import { checkMessageInput } from './message-input.ts';
import { checkMessageOptions } from './message-options.ts';
import { compileTemplate, runTemplate } from './message-template.ts';
import { formatOriginBoundLine } from './origin-bound-line.ts';
import { createTexts } from './texts.ts';
import { tidyText } from './tidy-text.ts';

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
  const { originHost, appHash } = options;
  const appName = options.appName === undefined ? null : tidyText(options.appName);
  const template = templateOf(options);

  return (unchecked) => {
    const input = checkMessageInput(unchecked);
    const { code } = input;
    let text = checkMessageText(runTemplate(template, { ...input, appName }), code);
    if (originHost !== undefined) text += `\n${formatOriginBoundLine({ host: originHost, code })}`;
    // On one line where there are both: browsers want theirs to be the last and ignore what follows the code there;
    // Android wants the hash at the very end.
    if (appHash !== undefined) text += `${originHost === undefined ? '\n' : ' '}${appHash}`;
    return checkComposedText(text);
  };
}

function templateOf({ template, languages }: MessageOptions): MessageTemplate {
  return typeof template === 'string' ? compileTemplate(template) : (template ?? createTexts(languages));
}
