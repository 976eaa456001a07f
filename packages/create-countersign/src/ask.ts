/** The questions in a terminal, for what the command line left out. */
import { intro, isCancel, select, text } from '@clack/prompts';
import type { Words } from './command-line.ts';
import { judgeFolder } from './create-app.ts';
import { CHOICES, type ChoiceName, type CreateOptions, DEFAULTS } from './create-options.ts';

const QUESTIONS: Readonly<Record<ChoiceName, string>> = {
  framework: 'Which framework?',
  language: 'Which language?',
  provider: 'Who sends the codes?',
  store: 'Where is the state kept?',
};

const HINTS: Readonly<Record<string, { readonly hint: string }>> = { inbox: { hint: 'until you have an account' } };

/** `null`: the person gave up. */
export async function ask(words: Words): Promise<CreateOptions | null> {
  intro('A new app that verifies phone numbers');
  const folder = words.folder ?? (await askFolder());
  if (folder === null) return null;
  const answers: Partial<Record<ChoiceName, string>> = {};
  for (const choice of ['framework', 'language', 'provider', 'store'] as const) {
    const answer = words[choice] ?? (await askChoice(choice, answers.framework));
    if (answer === null) return null;
    answers[choice] = answer;
  }
  // `createApp` looks at each: those of the command line may be anything.
  return { ...answers, folder, packages: words.packages } as CreateOptions;
}

async function askFolder(): Promise<string | null> {
  const folder = await text({
    message: 'In which folder?',
    placeholder: 'my-app',
    defaultValue: 'my-app',
    validate: (given) => judgeFolder(given || 'my-app')?.message,
  });
  return isCancel(folder) ? null : folder;
}

async function askChoice(choice: ChoiceName, framework: string | undefined): Promise<string | null> {
  const fitting = CHOICES.framework.find(({ name }) => name === framework)?.languages;
  const options = CHOICES[choice]
    .filter(({ name }) => choice !== 'language' || fitting === undefined || fitting.some((each) => each === name))
    .map(({ name, title }) => ({ value: name as string, label: title, ...HINTS[name] }));
  const [only] = options;
  if (only !== undefined && options.length === 1) return only.value;
  const answer = await select({ message: QUESTIONS[choice], options, initialValue: DEFAULTS[choice] as string });
  return isCancel(answer) ? null : answer;
}
