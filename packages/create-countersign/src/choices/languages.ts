import type { Choice } from './choice.ts';

/** The name of a language, as `--language` takes it. */
export type LanguageName = 'typescript' | 'javascript' | 'commonjs';

/** A language that an app can be written in. */
export interface Language extends Choice<LanguageName> {
  /** Of its source files. */
  readonly extension: 'ts' | 'js';
  /** `type` of `package.json`. */
  readonly moduleType: 'module' | 'commonjs';
}

export const LANGUAGES: readonly Language[] = [
  { name: 'typescript', title: 'TypeScript', extension: 'ts', moduleType: 'module' },
  { name: 'javascript', title: 'JavaScript (ESM)', extension: 'js', moduleType: 'module' },
  { name: 'commonjs', title: 'JavaScript (CommonJS)', extension: 'js', moduleType: 'commonjs' },
];
