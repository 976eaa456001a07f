/** The files that `init` adds, and what it leaves to whoever owns the app. Pure but for reading its own templates. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderEntry } from '../catalog/provider-entry.ts';
import { INIT_TEMPLATES } from '../init-templates.ts';
import { FRAMEWORKS } from './app-framework.ts';
import type { AppFacts } from './read-app.ts';
import { writeInitEnvironment } from './write-init-environment.ts';

export interface NewFile {
  /** Relative to the app's folder, with `/`. */
  readonly path: string;
  readonly content: string;
}

export interface InitPlan {
  readonly files: readonly NewFile[];
  /** What to do then, each with the lines to type or to paste. */
  readonly steps: readonly { readonly what: string; readonly lines: readonly string[] }[];
}

/** `null`: this framework has no file in this language. */
export function planInit(app: AppFacts, provider: ProviderEntry): InitPlan | null {
  const extension = app.language === 'typescript' ? 'ts' : 'js';
  const otp = readTemplate(app, `otp.${extension}`);
  if (otp === null) return null;
  const otpPath = [app.sources, `otp.${extension}`].filter((part) => part !== '').join('/');
  return {
    files: [
      { path: otpPath, content: otp },
      ...routeOf(app, extension),
      { path: '.env.otp.example', content: writeInitEnvironment(app.name, provider) },
    ],
    steps: [...installSteps(app, provider), ...settingsSteps(), ...mountSteps(app)],
  };
}

function routeOf(app: AppFacts, extension: string): NewFile[] {
  if (FRAMEWORKS[app.framework].files !== 'next') return [];
  const path = ['app', 'otp', '[...path]', `route.${extension}`].join('/');
  const content = readTemplate(app, path) ?? '';
  // Next resolves it without, and TypeScript takes an extension only where it is told to.
  const resolved = content.replaceAll(/('\.[^']*)\.ts'/g, "$1'");
  return [{ path: app.sources === '' ? path : `${app.sources}/${path}`, content: resolved }];
}

function readTemplate({ framework, language }: AppFacts, name: string): string | null {
  const path = join(INIT_TEMPLATES, language, FRAMEWORKS[framework].templates, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function installSteps({ framework, packages }: AppFacts, { packageName, sdk }: ProviderEntry): InitPlan['steps'] {
  const ours = ['@countersign/otp-config', '@countersign/otp-core', '@countersign/otp-web', packageName];
  const missing = [...ours, ...(sdk === null ? [] : [sdk]), ...FRAMEWORKS[framework].needs].filter(
    (name) => !packages.has(name),
  );
  const development = ['@countersign/otp-inbox'].filter((name) => !packages.has(name));
  const lines = [
    ...(missing.length === 0 ? [] : [`npm install ${missing.join(' ')}`]),
    ...(development.length === 0 ? [] : [`npm install --save-dev ${development.join(' ')}`]),
  ];
  return lines.length === 0 ? [] : [{ what: 'Install', lines }];
}

function settingsSteps(): InitPlan['steps'] {
  return [
    {
      what: 'Copy the lines of .env.otp.example to where your app reads its environment from, with a secret of its own from',
      lines: ['npx otp-config secret'],
    },
    { what: 'Start the inbox, where the codes arrive (http://localhost:4025)', lines: ['npx otp-inbox'] },
  ];
}

function mountSteps({ framework, language, importExtension }: AppFacts): InitPlan['steps'] {
  const { mount, where, title } = FRAMEWORKS[framework];
  if (mount.length === 0) return [{ what: where, lines: [] }];
  const load =
    language === 'commonjs'
      ? "const { createOtp } = require('./otp.js');"
      : `import { createOtp } from './otp.${language === 'typescript' ? importExtension : 'js'}';`;
  return [
    {
      what: `Paste into your ${title} app, ${where}`,
      lines: [
        load,
        '',
        'const otp = await createOtp(); // in an async function, where the module cannot wait',
        ...mount,
      ],
    },
    { what: 'When the app ends', lines: ['await otp.close();'] },
  ];
}
