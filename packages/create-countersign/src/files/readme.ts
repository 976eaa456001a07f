import type { Chosen } from '../choices/choose.ts';
import { withinSentence } from '../choices/provider.ts';
import { readTemplate } from '../template-files.ts';
import { type AppFile, appFile } from './app-file.ts';

export function readmeFile(name: string, { framework, provider, store, language }: Chosen): AppFile {
  const isNext = framework.runsFrom === 'next';
  const words: Readonly<Record<string, string>> = {
    name,
    framework: framework.title,
    provider: withinSentence(provider.title),
    store: store.title,
    start: store.start === null ? '' : `${store.start}   # in another terminal: the store\n`,
    otp: `${isNext ? '' : 'src/'}otp.${language.extension}`,
    mount: `${isNext ? 'app/otp/[...path]/route' : 'src/app'}.${language.extension}`,
    build:
      framework.runsFrom !== 'sources' || language.name === 'typescript' ? 'npm run build && npm start' : 'npm start',
    production: productionSteps(provider),
  };
  return appFile(
    'README.md',
    readTemplate('README.md').replaceAll(/\{\{(\w+)\}\}/g, (_, word: string) => words[word] ?? ''),
  );
}

function productionSteps({ name, title, account, later }: Chosen['provider']): string {
  if (name === 'inbox') {
    return '1. Choose a provider: set `OTP_PROVIDER`, install its package, and write its account. `npx otp-config check --file .env` says what is missing.';
  }
  const variables = [...Object.keys(account), ...Object.keys(later)].map((variable) => `\`${variable}\``);
  return `1. Write your account of ${withinSentence(title)} into the environment: ${variables.join(', ')}. Leave \`OTP_INBOX_URL\` out: production refuses it.`;
}
